import { findReceipt, readSale, type Sale } from '#contract/sales.ts'
import { call } from '../../ui/call.ts'
import type { Chosen } from '../FindSale.tsx'

/** A sale by what opened it: the token on its receipt, which opens one of another store too, or its id. */
export const readChosen = async ({ sale_id, token }: Chosen, signal: AbortSignal): Promise<Sale> =>
  token === null
    ? await call(readSale, { sale_id }, { signal })
    : await call(findReceipt, { receipt_no: token }, { signal })
