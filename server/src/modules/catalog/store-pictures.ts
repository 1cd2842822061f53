import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'

/**
 * Sets or takes away an article's picture. The chain's numbers are locked, so nobody else writes it
 * meanwhile.
 */
export async function setPicture(
  tx: Tx, chain_id: string, { sku_id, picture }: { sku_id: string; picture: string | null },
): Promise<void> {
  await sql`update catalog.skus set picture = ${picture}
    where chain_id = ${chain_id} and id = ${sku_id}`.execute(tx)
}

/** Whether any article of the chain shows this picture. */
export async function isShown(tx: Tx, chain_id: string, picture: string): Promise<boolean> {
  const { rows } = await sql<{ shown: boolean }>`
    select exists (
      select from catalog.skus where chain_id = ${chain_id} and picture = ${picture}) as shown`.execute(tx)
  return rows[0]!.shown
}
