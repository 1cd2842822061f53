import type { Note } from '#kernel/notes.ts'
import type { Act } from '#kernel/audit.ts'
import type { Who } from '#kernel/who.ts'
import type { Use } from '#modules/approvals/approvals.ts'
import type { StockMove } from '#modules/inventory/inventory.ts'
import type { Lot, Transfer } from '#modules/ledger/ledger.ts'
import type { AdjustmentRow, TopUpRow } from '#modules/storedvalue/storedvalue.ts'
import type { Answer } from './orders.ts'
import type { Receipt, ReturnDoc, SaleDoc } from './store.ts'

/** What one order changes: rows to write, made in memory while the batch is decided. */
export type Change = {
  who: Who
  /** None for what has no slip: an adjustment. */
  receipt?: Receipt
  lots: Lot[]
  transfers: Transfer[]
  stock: StockMove[]
  notes: Note[]
  acts: Act[]
  /** What a second person approved and this order used. */
  uses: Use[]
  sale?: SaleDoc
  returned?: ReturnDoc
  top_up?: TopUpRow
  adjustment?: AdjustmentRow
  answer: Answer
}
