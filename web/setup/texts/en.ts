import type { SameKeys } from '#contract/text.ts'
import type { zh } from './zh.ts'

export const en: SameKeys<typeof zh> = {
  setup: 'Moving in', steps: 'Four steps', step_of: 'Step {at} of {all}',
  step_code: 'Setup code', step_chain: 'Company', step_store: 'First store', step_owner: 'Owner',
  back: 'Back', next: 'Next', busy: 'Saving…', checking: 'Checking…',
  fields_wrong: '{count} to mend, marked in red',

  code_title: 'First, the setup code', code_why: 'It shows that this server is yours to set up. Each works once.',
  code_label: 'Setup code', code_where: 'Where to find it',
  code_printed: 'It is printed in the window where Shuke was started, like this:',
  code_example: 'Setup code 安装码 abcd-efgh-jkmn', code_invited: 'If a platform invited you, use the one it gave you.',
  code_look_first: 'Rather look around first?', code_look: 'Sign in to the demo company',

  chain_title: 'Your company', chain_why: 'It stays this one company, with one store or a hundred.',
  chain_name: 'Company name', chain_name_hint: 'What your people and customers see; can be changed later',
  chain_code: 'Company code',
  chain_code_hint: 'Typed at every sign-in: 2 to 40 small letters, digits or dashes, such as shisui. Stays for good',

  store_title: 'The first store', store_why: 'One is enough to begin with; the others are added inside.',
  store_name: 'Store name', store_code: 'Store code',
  store_code_hint: '1 to 8 capital letters or digits, a letter first and last. Stands before receipt numbers for good',
  store_receipt: 'Receipts will be numbered {number}',
  store_ownership: 'Run by', store_direct: 'Us', store_franchise: 'A franchisee',
  store_entity: 'Company on the licence',
  store_entity_hint: 'Whoever owes customers their stored value; for a franchise, the franchisee\'s own company',
  store_entity_same: 'Same as the company', store_tills: 'Tills', store_tills_hint: 'Any number; add more whenever you like',
  tills_fewer: 'One till fewer', tills_more: 'One till more',
  store_cutoff: 'A new day begins at',
  store_cutoff_hint: 'Sales before this hour count to the day before; a late kitchen takes 4:00', cutoff_hour: '{hour}:00',
  cutoff_midnight: '0:00 (midnight)',

  owner_title: 'You, the owner', owner_why: 'You may see and do everything. Other people are added inside.',
  owner_name: 'Name', owner_phone: 'Mobile number', owner_phone_hint: 'To sign in with',
  owner_password: 'Password', owner_password_hint: 'At least 10 characters. A few unrelated words are easiest to keep and hardest to guess',
  owner_again: 'Password once more', owner_again_wrong: 'The two are not the same', owner_finish: 'Make the company and sign in',
  show: 'Show password', hide: 'Hide password',
  failed_title: 'Not done', doubt_title: 'Not known yet whether it is made',
  doubt: 'No answer came; it may be made already. Press again: it is never made twice.',

  done_title: '{name} has moved in', done_why: 'You are signed in. Four things, and you can open.',
  done_code: 'Company code', done_code_hint: 'Everybody types it to sign in: please pass it on',
  done_goods: 'Bring in the goods', done_goods_why: 'Add them one by one; whoever keeps the server brings in a whole spreadsheet with shuke import',
  done_people: 'Let your people in', done_people_why: 'Managers, cashiers, guides, each with their own rights',
  done_tills: 'Look at stores and tills', done_tills_why: 'Opening hours, tills, more stores',
  done_try: 'Ring up a trial sale', done_try_why: 'Scan one thing at the till, take cash, give it back',
  done_console: 'Go to the console',

  over_title: 'Somebody lives here already', over_why: 'The company is made and the setup code opens nothing any more. Please sign in.',
  over_console: 'Go and sign in', over_till: 'Open the till', over_invited: 'A platform gave me a setup code',

  operator: 'Platform',
  operator_why: 'For those who run this installation. It shows no member of any company unless that company lets you in.',
  phone: 'Mobile number', password: 'Password', sign_in: 'Sign in', signing_in: 'Signing in…', sign_out: 'Sign out',
  must_title: 'Choose your own password', must_why: 'Somebody else gave you this one; change it and go on.',
  password_now: 'Present password', password_new: 'New password', password_change: 'Change password',

  chains: 'Companies', chains_search: 'Company code', chains_none: 'No company yet',
  chains_none_why: 'Prepare one and hand the setup code to its owner',
  chains_not_found: 'No company code has "{search}" in it', chains_more: 'Show more', clear: 'Clear',
  chain: 'Company', stores: 'Stores', made_at: 'Made', access: 'May I enter', sandbox: 'Practice',
  no_grant: 'Not let in', no_grant_hint: 'Its owner can let you in under Settings › Platform people', grant_until: 'Until {time}',
  enter: 'Enter', may_list: '{count} things allowed',

  invite: 'Prepare a company', invite_why: 'Its owner finishes with the setup code: first store and password are theirs to choose.',
  invite_submit: 'Make a setup code', invite_again: 'New setup code', invite_withdraw: 'Withdraw',
  invite_done: 'Setup code for {name}', invite_done_why: 'Shown this once. Hand it to the owner in person; it holds for 14 days.',
  invite_link: 'Or send this address', copy: 'Copy', copied: 'Copied', close: 'Close',
  invitations: 'Waiting for their owner', invited_by: '{name}, {time}', state_open: 'Waiting, until {time}', state_used: 'Finished',
  state_ended: 'Ended',
}
