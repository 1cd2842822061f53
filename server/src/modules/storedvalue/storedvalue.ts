/** The door of stored value 储值: principal and bonus as lots in the ledger, and the top-ups that made them. */
export {
  adjustValue, bonusFor, drawValue, restoreValue, topUpValue, usableValue, whyNotAdjust, whyNotTopUp,
} from './rules.ts'
export type { ValueAct, ValueDraw } from './rules.ts'
export { insertAdjustments as writeAdjustments, insertTopUps as writeTopUps } from './store.ts'
export type { AdjustmentRow, TopUpRow } from './store.ts'
