import { OutOfReach, refuse } from '#kernel/refusal.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'

/** What was shown of a sale's receipt, and whether goods of other stores are taken back here. */
export type Shown = { token: string | null | undefined; anywhere: boolean }

type Looked = { id: string; store_id: string; cashier_id: string; token: string }

/**
 * A sale that was looked for. One of a store out of reach opens by the token on its receipt alone, for
 * whoever may return goods anywhere; else it answers as one that is not there. Whoever sees only what is
 * theirs sees the sales they made.
 */
export function saleInReach<Sale extends Looked>(
  who: Who, sale: Sale | null | undefined, shown?: Shown,
): Sale {
  if (!sale) refuse('not_found')
  const in_reach = mayReach(who, sale.store_id)
    && (who.scope !== 'own' || sale.cashier_id === who.principal.id)
  if (!in_reach && !isOpenedBy(who, sale, shown)) throw new OutOfReach('not_found', sale.id)
  return sale
}

const isOpenedBy = (who: Who, { token }: Looked, shown: Shown | undefined): boolean =>
  shown?.anywhere === true && shown.token === token && who.permissions.has('sales.return_anywhere')
