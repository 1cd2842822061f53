import { fenFromText } from '../form/amount.ts'
import { say } from '../texts.ts'

type Prices = { list_price: string; member_price: string }

export const pricePaths = { list_price_fen: 'list_price', member_price_fen: 'member_price' } as const

/** Faults of two typed prices: each an amount above zero, the member's not above the list's. */
export function priceFaults({ list_price, member_price }: Prices): Partial<Prices> {
  const list_fen = fenFromText(list_price)
  const member_fen = fenFromText(member_price)
  const faults: Partial<Prices> = {}
  if (list_price.trim() !== '' && !list_fen) faults.list_price = say()('field_amount')
  if (member_price.trim() !== '' && !member_fen) faults.member_price = say()('field_amount')
  else if (list_fen && member_fen && member_fen > list_fen) faults.member_price = say()('form_member_above')
  return faults
}
