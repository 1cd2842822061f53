/**
 * One line for each kind of data that says something about a person: how long it is kept, by which rule, and
 * what happens then (R1.62). A test holds it against every table there is, so that nothing personal is kept
 * without a line here.
 */
export type Kept = {
  /** What it is, as a person would say it. */
  holds: { zh: string; en: string }
  /** The columns that say something about somebody. */
  personal: readonly string[]
  /** Counted from an event, or until it: `written` is when the row came about. */
  keep: { days: number; after: Event } | { years: number; after: Event } | { until: Event }
  rule: string
  /** `nameless`: what is left is an id that nothing leads from any more. */
  at_end: 'deleted' | 'nameless'
  /** Carried out by the sweep `retention`. The others end by a verb, or their end is years away. */
  swept?: true
}
export type Event =
  | 'written' | 'ended' | 'delivered' | 'erased' | 'withdrawn' | 'replaced' | 'left' | 'closed'

const erased = { keep: { until: 'erased' }, rule: 'C19, R1.62', at_end: 'deleted' } as const
const trade = { keep: { years: 3, after: 'written' }, rule: 'C19, R1.40', at_end: 'nameless' } as const
const books = { keep: { years: 5, after: 'closed' }, rule: 'R1.02, R4.06, C19', at_end: 'nameless' } as const
const staff = { keep: { until: 'left' }, rule: 'R1.62', at_end: 'deleted' } as const
/** Six months is what the Cybersecurity Law (Art. 21) asks of records of who was signed in. */
const signed_in = { keep: { days: 180, after: 'ended' }, rule: 'R1.62, R6.05', at_end: 'deleted' } as const

export const retention = {
  'members.profiles': {
    holds: { zh: '会员资料', en: 'Member profiles' }, ...erased,
    personal: [
      'name', 'name_key', 'pinyin', 'initials', 'phone_sealed', 'phone_masked', 'phone_last4', 'birthday',
      'gender', 'note',
    ],
    at_end: 'nameless',
  },
  'members.keys': { holds: { zh: '手机号的指纹', en: 'Digests of phones' }, personal: ['value'], ...erased },
  'members.grams': { holds: { zh: '姓名的检索', en: 'Pieces of names' }, personal: ['gram'], ...erased },
  'members.spellings': {
    holds: { zh: '姓名的拼音', en: 'Spellings of names' }, personal: ['spelling'], ...erased,
  },
  'members.visits': {
    holds: { zh: '到过的门店', en: 'Stores that know a member' }, personal: ['member_id', 'store_id'],
    ...erased,
  },
  'members.identities': {
    holds: { zh: '身份资料和监护人', en: 'Identity and guardians' },
    personal: ['sealed', 'masked', 'fingerprint'],
    keep: { until: 'withdrawn' }, rule: 'R1.02, R1.61, C19', at_end: 'deleted',
  },
  'members.consents': {
    holds: { zh: '同意的凭据', en: 'Evidence of consents' }, personal: ['member_id', 'staff_id'],
    keep: { years: 3, after: 'erased' }, rule: 'R1.60, R1.70', at_end: 'nameless',
  },

  'sales.sales': { holds: { zh: '订单', en: 'Orders' }, personal: ['member_id', 'cashier_id'], ...trade },
  'sales.tenders': {
    holds: { zh: '付款的参考号', en: 'References of payments' }, personal: ['reference'], ...trade,
  },
  'storedvalue.top_ups': {
    holds: { zh: '充值', en: 'Top-ups' }, personal: ['member_id', 'staff_id', 'reference'], ...books,
  },
  'storedvalue.adjustments': {
    holds: { zh: '手工调整', en: 'Corrections by hand' }, personal: ['member_id', 'staff_id'], ...books,
  },
  'ledger.accounts': { holds: { zh: '账户', en: 'Accounts' }, personal: ['owner_id'], ...books },
  'ledger.lots': { holds: { zh: '批次', en: 'Lots' }, personal: ['owner_id'], ...books },
  'ledger.transfers': { holds: { zh: '流水', en: 'The ledger' }, personal: ['owner_id', 'staff_id'], ...books },
  'ledger.reserves': { holds: { zh: '预留', en: 'Value set aside' }, personal: ['owner_id'], ...books },
  'ledger.reserve_ends': { holds: { zh: '预留的结束', en: 'How it ended' }, personal: ['owner_id'], ...books },

  'org.staff': {
    holds: { zh: '员工', en: 'Staff' },
    personal: ['name', 'phone_key', 'phone_sealed', 'phone_masked', 'password_hash'], ...staff,
    at_end: 'nameless',
  },
  'org.staff_stores': { holds: { zh: '员工的门店', en: 'Stores of staff' }, personal: ['staff_id'], ...staff },
  'org.staff_regions': { holds: { zh: '员工的区域', en: 'Regions of staff' }, personal: ['staff_id'], ...staff },
  'org.stores': {
    holds: { zh: '门店的电话和地址', en: 'Phones and addresses of stores' }, personal: ['phone', 'address'],
    keep: { until: 'closed' }, rule: 'R1.31', at_end: 'nameless',
  },
  'access.sessions': {
    holds: { zh: '登录', en: 'Sessions' }, personal: ['staff_id', 'token_hash', 'device'], ...signed_in,
    swept: true,
  },
  'access.tries': {
    holds: { zh: '登录失败', en: 'Failed tries' }, personal: ['key'],
    keep: { days: 1, after: 'ended' }, rule: 'R6.02', at_end: 'deleted',
  },
  'access.known_browsers': {
    holds: { zh: '用过的浏览器', en: 'Browsers that were used' }, personal: ['staff_id', 'browser_id'], ...staff,
  },
  'access.pins': {
    holds: { zh: '收银密码', en: 'PINs' }, personal: ['staff_id', 'pin_hash'], ...staff,
    keep: { until: 'replaced' },
  },
  'access.factors': {
    holds: { zh: '第二重验证', en: 'Second factors' }, personal: ['staff_id', 'secret_sealed'], ...staff,
    keep: { until: 'replaced' },
  },
  'access.recovery_codes': {
    holds: { zh: '恢复码', en: 'Recovery codes' }, personal: ['staff_id', 'code_hash'], ...staff,
    keep: { until: 'replaced' },
  },
  'access.devices': {
    holds: { zh: '登记过的收银机', en: 'Enrolled tills' }, personal: ['name', 'token_hash'],
    keep: { until: 'closed' }, rule: 'R6.05', at_end: 'nameless',
  },
  'access.enrolments': {
    holds: { zh: '收银机的登记码', en: 'Codes that enrol tills' }, personal: ['name', 'code_hash'], ...signed_in,
  },

  'kernel.audit': {
    holds: { zh: '操作记录', en: 'Who did what' }, personal: ['principal_id', 'device', 'ref', 'detail'],
    keep: { years: 3, after: 'written' }, rule: 'R1.63, R6.05', at_end: 'nameless',
  },
  'kernel.once': {
    holds: { zh: '操作的回执', en: 'Answers under operation keys' },
    personal: ['owner_id', 'input_hash', 'answer'],
    keep: { days: 35, after: 'written' }, rule: 'R5.01', at_end: 'deleted', swept: true,
  },
  'kernel.notes': {
    holds: { zh: '发生过的事', en: 'Notes of what happened' }, personal: ['owner_id', 'data'],
    keep: { days: 90, after: 'delivered' }, rule: 'R1.62', at_end: 'deleted', swept: true,
  },
  'kernel.deliveries': {
    holds: { zh: '还没送到的事', en: 'Notes on their way' }, personal: ['owner_id'],
    keep: { until: 'delivered' }, rule: 'R1.62', at_end: 'deleted',
  },
  'kernel.directory': {
    holds: { zh: '登录的查找', en: 'Which chain a session is of' }, personal: ['value'], ...signed_in, swept: true,
  },
  'exports.jobs': {
    holds: { zh: '导出的文件和筛选', en: 'Exports and what they asked for' },
    personal: ['staff_id', 'filters_sealed'],
    keep: { days: 180, after: 'written' }, rule: 'R6.06, R1.62', at_end: 'deleted', swept: true,
  },
  'approvals.requests': {
    holds: { zh: '审批', en: 'What a second person was asked' }, personal: ['about', 'asked_by'], ...books,
  },
  'approvals.decisions': {
    holds: { zh: '审批的决定', en: 'What they decided' }, personal: ['note', 'made_by'], ...books,
  },

  'platform.operators': {
    holds: { zh: '平台人员', en: 'Platform operators' },
    personal: ['name', 'phone_key', 'phone_masked', 'password_hash'], ...staff, at_end: 'nameless',
  },
  'platform.grants': {
    holds: { zh: '给平台人员的许可', en: 'What operators were let see' },
    personal: ['operator_id', 'operator_name', 'phone_masked'], ...books,
  },
  'platform.sessions': {
    holds: { zh: '平台人员的登录', en: 'Sessions of operators' },
    personal: ['operator_id', 'token_hash', 'device'], ...signed_in,
  },
  'platform.visits': {
    holds: { zh: '平台人员的来访', en: 'Visits of operators' },
    personal: ['operator_id', 'token_hash', 'device'], ...signed_in,
  },
} as const satisfies Record<string, Kept>

export type KeptTable = keyof typeof retention

/**
 * Data with a name or a reference that says nothing about a person, and why. Spreadsheets that were imported
 * are not kept at all.
 */
export const impersonal: Readonly<Record<string, string>> = {
  'catalog.grams': 'names of goods', 'catalog.products': 'names of goods', 'catalog.skus': 'names of goods',
  'inventory.moves': 'papers that moved stock',
  'kernel.settings': 'names of settings', 'org.chains': 'the name of a company',
  'org.regions': 'names of places', 'org.roles': 'names of roles', 'org.tills': 'names of tills',
  'platform.invitations': 'the name of a company', 'public.migrations': 'names of migrations',
  'sales.lines': 'names of goods',
}
