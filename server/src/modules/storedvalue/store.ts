import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'

export type TopUpRow = {
  chain_id: string; member_id: string; id: string; store_id: string; till_id: string; receipt_no: string
  principal_fen: number; bonus_fen: number; tender: 'cash' | 'other'; tendered_fen: number | null
  change_fen: number; reference: string | null; legal_entity: string; staff_id: string
  settings_version: number; at: Date
}

export async function insertTopUps(tx: Tx, rows: readonly TopUpRow[]): Promise<void> {
  await insertRows(tx, {
    table: 'storedvalue.top_ups',
    columns: {
      chain_id: 'uuid', member_id: 'uuid', id: 'uuid', store_id: 'uuid', till_id: 'uuid', receipt_no: 'text',
      principal_fen: 'int8', bonus_fen: 'int8', tender: 'text', tendered_fen: 'int8', change_fen: 'int8',
      reference: 'text', legal_entity: 'text', staff_id: 'uuid', settings_version: 'int8', at: 'timestamptz',
    },
  }, rows)
}

/** A correction by hand; `amount` in fen, or points. */
export type AdjustmentRow = {
  chain_id: string; member_id: string; id: string; store_id: string; account: 'principal' | 'bonus' | 'points'
  amount: number; reason: string; approval_id: string | null; legal_entity: string; staff_id: string
  settings_version: number; at: Date
}

export async function insertAdjustments(tx: Tx, rows: readonly AdjustmentRow[]): Promise<void> {
  await insertRows(tx, {
    table: 'storedvalue.adjustments',
    columns: {
      chain_id: 'uuid', member_id: 'uuid', id: 'uuid', store_id: 'uuid', account: 'text', amount: 'int8',
      reason: 'text', approval_id: 'uuid', legal_entity: 'text', staff_id: 'uuid', settings_version: 'int8',
      at: 'timestamptz',
    },
  }, rows)
}
