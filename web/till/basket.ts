import type { OverrideReason } from '#contract/approvals.ts'
import type { Sku } from '#contract/goods.ts'
import type { MemberCard } from '#contract/members.ts'
import { noPayment, type Payment } from './payment.ts'

/** A price that a person set for a line: per piece or per kilogram, 0 for a gift. */
export type SetPrice = { unit_price_fen: number; reason: OverrideReason }
/** One line as it was rung up. `qty_m` in thousandths; `label_fen` is the amount a scale printed (R2.04). */
export type Line = {
  key: number
  sku: Sku
  qty_m: number
  label_fen: number | null
  override?: SetPrice | null
}

/** Everything about the customer at the counter. It is kept on the device at every change. */
export type Basket = {
  lines: Line[]
  /** The line that plus, minus and delete act on. */
  picked: number | null
  member: MemberCard | null
  payment: Payment
  /** The prices that a second person approved, as they were then (`about`). */
  approval?: { id: string; about: string } | null
  next_key: number
  /** What the last removal took away, offered back for some seconds. */
  undo: {
    what: 'line' | 'lines' | 'member'
    name: string
    before: Pick<Basket, 'lines' | 'member' | 'picked'>
  } | null
}

export type BasketAction =
  | { do: 'add'; sku: Sku; qty_m: number; label_fen: number | null }
  | { do: 'step'; key: number; by: number }
  | { do: 'set_qty'; key: number; qty_m: number }
  | { do: 'remove'; key: number }
  | { do: 'set_price'; key: number; override: SetPrice | null }
  | { do: 'approved'; approval: { id: string; about: string } | null }
  | { do: 'pick'; key: number }
  | { do: 'move'; by: number }
  | { do: 'member'; member: MemberCard | null }
  | { do: 'pay'; change: Partial<Payment> }
  | { do: 'catalog'; skus: ReadonlyMap<string, Sku> }
  | { do: 'clear' }
  | { do: 'next' }
  | { do: 'undo' }
  | { do: 'forget_undo' }

export const emptyBasket: Basket = {
  lines: [],
  picked: null,
  member: null,
  payment: noPayment,
  next_key: 1,
  undo: null,
}

/** The most a line may hold: 100,000 pieces or kilograms, as the contract has it. */
const qty_max_m = 100_000_000
const lines_max = 500

/** One step of the basket. Whatever changes what is bought, or by whom, begins the payment anew. */
export function basketStep(basket: Basket, action: BasketAction): Basket {
  switch (action.do) {
    case 'add':
      return add(basket, action)
    case 'step':
      return withQty(basket, action.key, (line) => stepped(line, action.by))
    case 'set_qty':
      return withQty(basket, action.key, () => action.qty_m)
    case 'remove':
      return remove(basket, action.key)
    case 'set_price':
      return withPrice(basket, action.key, action.override)
    case 'approved':
      return { ...basket, approval: action.approval }
    case 'pick':
      return { ...basket, picked: action.key }
    case 'move':
      return move(basket, action.by)
    case 'member':
      return withMember(basket, action.member)
    case 'pay':
      return { ...basket, payment: { ...basket.payment, ...action.change } }
    case 'catalog':
      return renewed(basket, action.skus)
    case 'clear':
      return basket.lines.length === 0
        ? basket
        : {
            ...basket,
            lines: [],
            picked: null,
            payment: noPayment,
            undo: { what: 'lines', name: '', before: basket },
          }
    case 'next':
      return { ...emptyBasket, next_key: basket.next_key }
    case 'undo':
      return basket.undo ? { ...basket, ...part(basket.undo.before), payment: noPayment, undo: null } : basket
    case 'forget_undo':
      return basket.undo ? { ...basket, undo: null } : basket
  }
}

const part = ({ lines, member, picked }: Pick<Basket, 'lines' | 'member' | 'picked'>) => ({
  lines,
  member,
  picked,
})

/** Pieces of one article go into one line; every weighing and every label is a line of its own. */
function add(basket: Basket, { sku, qty_m, label_fen }: Extract<BasketAction, { do: 'add' }>): Basket {
  const same =
    sku.sold_by === 'piece' && label_fen === null
      ? basket.lines.find((line) => line.sku.id === sku.id && line.label_fen === null && !line.override)
      : undefined
  if (same) return withQty({ ...basket, picked: same.key }, same.key, (line) => line.qty_m + qty_m)
  if (basket.lines.length >= lines_max) return basket
  const line: Line = { key: basket.next_key, sku, qty_m: Math.min(qty_m, qty_max_m), label_fen }
  return {
    ...basket,
    lines: [...basket.lines, line],
    picked: line.key,
    next_key: basket.next_key + 1,
    payment: noPayment,
    undo: null,
  }
}

/** Plus and minus count whole pieces and stop at one: removing is a deed of its own. */
const stepped = ({ sku, qty_m, label_fen }: Line, by: number) =>
  sku.sold_by === 'piece' && label_fen === null ? Math.max(1000, qty_m + by * 1000) : qty_m

function withQty(basket: Basket, key: number, change: (line: Line) => number): Basket {
  const lines = basket.lines.map((line) => {
    const qty_m = Math.min(qty_max_m, change(line))
    return line.key === key && qty_m > 0 && qty_m !== line.qty_m ? { ...line, qty_m } : line
  })
  const changed = lines.some((line, at) => line !== basket.lines[at])
  return { ...basket, picked: key, ...(changed && { lines, payment: noPayment, undo: null }) }
}

/** Another price is another sale: whatever was typed to pay the old one begins anew. */
function withPrice(basket: Basket, key: number, override: SetPrice | null): Basket {
  const lines = basket.lines.map((line) => (line.key === key ? { ...line, override } : line))
  return { ...basket, lines, picked: key, payment: noPayment, undo: null }
}

/** The lines as a quote and a sale name them. */
export const linesToSend = (lines: readonly Line[]) =>
  lines.map(({ sku, qty_m, label_fen, override }) => ({
    sku_id: sku.id,
    qty_m,
    label_fen,
    ...(override && { override }),
  }))

function remove(basket: Basket, key: number): Basket {
  const at = basket.lines.findIndex((line) => line.key === key)
  const gone = basket.lines[at]
  if (!gone) return basket
  const lines = basket.lines.filter((line) => line !== gone)
  const next = lines[Math.min(at, lines.length - 1)]
  return {
    ...basket,
    lines,
    picked: next?.key ?? null,
    payment: noPayment,
    undo: { what: 'line', name: gone.sku.name, before: basket },
  }
}

function move(basket: Basket, by: number): Basket {
  if (basket.lines.length === 0) return basket
  const at = basket.lines.findIndex((line) => line.key === basket.picked)
  const next = Math.max(0, Math.min(basket.lines.length - 1, at + by))
  return { ...basket, picked: basket.lines[next]!.key }
}

function withMember(basket: Basket, member: MemberCard | null): Basket {
  const undo =
    member === null && basket.member
      ? { what: 'member' as const, name: basket.member.name, before: basket }
      : null
  // The same member with fresher holdings does not disturb a payment under way.
  if (member && member.id === basket.member?.id) return { ...basket, member }
  return { ...basket, member, payment: noPayment, undo }
}

/**
 * Prices and names as the catalogue has them now; an article it no longer has stays, for the server to name.
 */
function renewed(basket: Basket, skus: ReadonlyMap<string, Sku>): Basket {
  const lines = basket.lines.map((line) => {
    const sku = skus.get(line.sku.id)
    return sku && JSON.stringify(sku) !== JSON.stringify(line.sku) ? { ...line, sku } : line
  })
  return lines.some((line, at) => line !== basket.lines[at]) ? { ...basket, lines } : basket
}
