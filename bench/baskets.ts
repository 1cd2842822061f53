/** What a load needs to know of its chain; travels as JSON to the process that makes the load. */
export type Trade = {
  chain_id: string; code: string; password: string
  /** One till for each client, spread over several stores. */
  tills: readonly Till[]
  /** One till for each client, all in one store, and the same people at them. */
  crowded: readonly Till[]
  members: readonly string[]
  goods: readonly Goods[]
}
export type Till = { store_id: string; till_id: string; phone: string }
export type Goods = { sku_id: string; list_fen: number; member_fen: number }

export type Line = { goods: Goods; pieces: number }
type Basket = { op_key: string; till: Till; member_id: string | null; lines: readonly Line[]; points: number }

/** Points are worth a fen each under the usual settings. */
const fen_per_point = 1

/** What the basket costs by the plainest sum there is; the server refuses a sale it prices otherwise. */
export function payableOf({ lines, member_id, points }: Omit<Basket, 'op_key' | 'till'>): number {
  const goods_fen = lines.reduce((sum, { goods, pieces }) =>
    sum + pieces * (member_id === null ? goods.list_fen : goods.member_fen), 0)
  return goods_fen - points * fen_per_point
}

/** A basket as the till sends it. Members pay half of it with stored value. */
export function saleOf(basket: Basket, tender: 'cash' | 'other' = 'cash') {
  const { op_key, till, member_id, lines, points } = basket
  const payable_fen = payableOf(basket)
  const stored_fen = member_id === null ? 0 : Math.floor(payable_fen / 2)
  const rest_fen = payable_fen - stored_fen
  return {
    op_key, store_id: till.store_id, till_id: till.till_id, member_id,
    lines: lines.map(({ goods, pieces }) => ({ sku_id: goods.sku_id, qty_m: pieces * 1_000 })), points,
    tenders: [
      ...stored_fen > 0 ? [{ kind: 'stored_value', amount_fen: stored_fen }] : [],
      tender === 'cash'
        ? { kind: 'cash', amount_fen: rest_fen, tendered_fen: Math.ceil(rest_fen / 1_000) * 1_000 }
        // The reference marks the sale by its key on a row that has nothing to do with remembering keys.
        : { kind: 'other', amount_fen: rest_fen, reference: op_key },
    ],
    payable_fen,
  }
}

/** Every tenth sale redeems this many points. */
const redeemed_points = 100

/** An endless row of sales as one client makes them: three different goods, a member, points now and then. */
export function* salesOf(
  trade: Pick<Trade, 'goods' | 'members'>, client: { till: Till; prefix: string },
): Generator<ReturnType<typeof saleOf>, never> {
  for (let count = 1; ; count += 1) {
    yield saleOf({
      op_key: `${client.prefix}-${count}`, till: client.till, member_id: anyOf(trade.members),
      lines: threeOf(trade.goods).map((goods, at) => ({ goods, pieces: at === 0 ? 2 : 1 })),
      points: count % 10 === 0 ? redeemed_points : 0,
    })
  }
}

export function anyOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]!
}

function threeOf(goods: readonly Goods[]): Goods[] {
  const chosen = new Set<Goods>()
  while (chosen.size < Math.min(3, goods.length)) chosen.add(anyOf(goods))
  return [...chosen]
}
