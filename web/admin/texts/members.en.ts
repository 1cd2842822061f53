import type { SameKeys } from '#contract/text.ts'
import type { membersZh } from './members.zh.ts'

/** A member's page: profile, closed fields, consents, timeline, own record, erasing. */
export const membersEn: SameKeys<typeof membersZh> = {
  member_edit: 'Edit profile', member_edit_title: 'Profile of {name}', member_save: 'Save', member_note: 'For the cashier', member_note_hint: 'Seen at the till, such as: likes it sliced thin',
  member_name_field: 'Name', member_gender: 'Gender', gender_female: 'Female', gender_male: 'Male', gender_none: 'Not said', member_birthday_field: 'Birthday', member_birthday_hint: 'Leave empty where not known',
  member_new_phone: 'New phone', member_new_phone_hint: 'Now {phone}; leave empty to keep it',
  member_guardian_name: 'Guardian\'s name', member_guardian_phone: 'Guardian\'s phone', member_guardian_hint: 'Under 14 a guardian must agree',
  birthday_in_future: 'A birthday lies before today',

  unmask_look: 'See the whole {field}', unmask_title: 'See the whole {field}', unmask_why: 'Why', unmask_hint: 'Who looked, when and why is on record; the number itself is not', unmask_show: 'See it once',
  unmask_again_in: 'Hidden again in {seconds} s', unmask_hide: 'Hide', reason_call_back: 'Call back', reason_verify: 'Verify identity', reason_refund: 'Refund', reason_other: 'Other',
  reason_words: 'Say why', reason_consent_withdrawn: 'Consent withdrawn', reason_needed: 'Say why, in two signs at least',
  field_phone: 'phone number', field_real_name: 'real name', field_id_number: 'ID number', field_bank_account: 'bank account', field_guardian_name: 'guardian\'s name',
  field_guardian_phone: 'guardian\'s phone', field_name: 'name', field_birthday: 'birthday', field_gender: 'gender', field_note: 'note for the cashier',

  identity_title: 'Identity', identity_hint: 'kept encrypted', identity_none: 'Not kept', identity_add: 'Add', identity_change: 'Replace', identity_remove: 'Delete the {field}',
  identity_removing: 'The {field} is about to be deleted', identity_form_title: 'Keep identity data', identity_kind: 'Which', identity_keep: 'Keep encrypted',
  identity_unusual: 'Kept. Its check digit is not that of a usual bank card: please look once more', identity_agrees: 'The member read the words below and agrees to this separately', identity_agree_first: 'Ask the member for this consent first',
  identity_id_hint: '18 signs, the last may be X', identity_account_hint: 'An account in the member\'s own name, 8 to 30 digits', identity_name_hint: 'As on the ID card',

  consent_profiling: 'Suggestions by purchase', consent_identity: 'Identity data', consent_guardian: 'Guardian', consent_ask: 'Agrees', consent_withdraw: 'Withdraw', consent_history: 'Evidence',
  consent_history_title: 'Evidence of consents', consent_agreed: 'Read and agreed', consent_withdrawn_on: 'Withdrawn {date}',
  consent_said_yes: 'Agreed', consent_said_no: 'Refused', consent_version: 'version {version}', consent_channel_till: 'Till', consent_channel_console: 'Console',
  consent_service_hint: 'Withdrawing this is erasing the membership', consent_identity_withdrawing: 'The identity consent is about to be withdrawn; what is kept will be deleted',

  past_all: 'All', past_trade: 'Purchases', past_value: 'Value', past_consent: 'Consents', past_record: 'Changes', past_back: 'Back to the timeline', past_empty: 'Nothing yet', past_empty_hint: 'Nothing of this kind has happened',
  past_return: 'Returned {goods}', past_items: '{goods}, {lines} lines', past_topped_up: 'Topped up {amount}', past_topped_up_bonus: 'Topped up {amount}, {bonus} on top', past_adjusted: '{account} adjusted by hand',
  past_joined: 'Joined', past_consent_yes: 'Agreed: {kind}', past_consent_no: 'Did not agree: {kind}', past_edited: 'Profile changed: {fields}', past_identity_set: 'Kept: {fields}',
  past_identity_removed: 'Deleted: {fields}', past_unmasked: 'Looked at the whole {fields}', past_exported: 'Own record handed out', past_erased: 'Erased', past_points_off: 'points {amount}',
  past_by: '{place}, {name}', past_machine: 'System', past_more: 'Show earlier',
  reason_correction: 'Correction', reason_goodwill: 'Goodwill', reason_complaint: 'Complaint', reason_carried_over: 'Carried over',

  ledger_adjust: 'Adjusted by hand', source_adjustment: 'adjustment',

  own_record: 'Own record', own_record_title: 'Everything about {name}', own_record_why: 'For when the member asks for it: profile, consents, balances, ledger and every order in one file. Numbers are whole: hand it over in person or encrypted.',
  own_record_format: 'Format', own_record_csv: 'Table (CSV)', own_record_json: 'Data (JSON)', own_record_save: 'Export', own_record_reason: 'At the member\'s request',

  erase: 'Erase member', erase_title: 'Erase {name}', erase_goes: 'Deleted: name, phone, birthday, note, identity data, guardian, and whatever finds this person. It cannot be brought back.',
  erase_stays: 'Kept: orders, the ledger of value and points, evidence of consents. They know only the number {number} and stay as long as law asks.', erase_holds: 'Not settled yet: {left}. Pay back or use up first.',
  erase_left_principal: 'principal {amount}', erase_left_bonus: 'bonus {amount}', erase_left_points: '{points} points', erase_now: 'Delete the profile, erase the member',
  erased_tag: 'Erased {date}', erased_hint: 'The profile was deleted at the member\'s request. The books keep a number that points to nobody.',
}
