/** The door of stored value 储值: principal and bonus as lots in the ledger, and the top-ups that made them. */
export { bonusFor, drawValue, restoreValue, topUpValue, usableValue, whyNotTopUp } from './rules.ts'
export type { ValueAct, ValueDraw } from './rules.ts'
export { insertTopUps as writeTopUps } from './store.ts'
export type { TopUpRow } from './store.ts'
