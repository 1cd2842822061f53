import type { Tx } from '#kernel/db.ts'
import { verifyAcross } from '#modules/insights/insights.ts'
import { verifyStock } from '#modules/inventory/inventory.ts'
import { verifyLedger } from '#modules/ledger/ledger.ts'
import type { Fault } from '#modules/ledger/ledger.ts'
import { verifySales } from '#modules/sales/sales.ts'

/**
 * Holds everything of one chain that can be re-derived against what stands
 * written: no fault, or the first ones.
 */
export async function verifyChain(tx: Tx, chain_id: string): Promise<Fault[]> {
  return [
    ...await verifyLedger(tx, chain_id), ...await verifySales(tx, chain_id),
    ...await verifyStock(tx, chain_id), ...await verifyAcross(tx, chain_id),
  ]
}
