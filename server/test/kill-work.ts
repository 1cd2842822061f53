import { newId } from '#kernel/ids.ts'
import { anyOf, saleOf } from '../../bench/baskets.ts'
import type { Till, Trade } from '../../bench/baskets.ts'

/** What the server answered; each kind fills its own fields. */
export type Answer = {
  sale_id?: string; return_id?: string; top_up_id?: string; receipt_no: string; points_earned?: number
  points_back?: number; points_clawed?: number; amount_fen?: number; principal_fen?: number
  bonus_fen?: number; tenders?: { kind: string; amount_fen: number }[]
}

/**
 * One intended act under its key, as the client wrote it down before it asked.
 * `answer` is null until acknowledged.
 */
export type Operation = {
  key: string; kind: 'sale' | 'return' | 'top_up'; path: string; body: Record<string, unknown>
  /** What it does once it is done: value that members hold, their points, and goods on the shelf. */
  moves: (answer: Answer) => { value_fen: number; points: number; stock_m: number }
  answer: Answer | null; tries: number
}

/** Marks everything this run asks for, on rows that have nothing to do with remembering keys. */
export const mark = 'kill-'

/** Makes up what the clients of a chain do: mostly sales to members, also walk-ins, top-ups and returns. */
export function openWork(trade: Trade) {
  const returnable = new Map<string, string[]>()
  return {
    next(till: Till): Operation {
      const key = `${mark}${newId()}`, chance = Math.random()
      const sale_id = chance < 0.12 ? returnable.get(till.till_id)?.pop() : undefined
      if (sale_id !== undefined) return aReturn(key, till, sale_id)
      if (chance < 0.22) return aTopUp(key, till, anyOf(trade.members))
      return aSale(key, { till, trade, member_id: chance < 0.35 ? null : anyOf(trade.members) })
    },
    /** A sale is returned only once, and only after the client was told of it. */
    acknowledged({ kind, body, answer }: Operation): void {
      if (kind !== 'sale' || !answer?.sale_id) return
      const till_id = body['till_id'] as string
      const kept = returnable.get(till_id) ?? []
      if (kept.length < 50) returnable.set(till_id, [...kept, answer.sale_id])
    },
  }
}
export type Work = ReturnType<typeof openWork>

function aSale(
  key: string, { till, trade, member_id }: { till: Till; trade: Trade; member_id: string | null },
): Operation {
  const lines = trade.goods.slice(0, 2 + Math.floor(Math.random() * 2)).map((goods) =>
    ({ goods, pieces: 1 + Math.floor(Math.random() * 3) }))
  const points = member_id !== null && Math.random() < 0.2 ? 100 : 0
  const body = saleOf({ op_key: key, till, member_id, lines, points }, 'other')
  const stored_fen = body.tenders.find(({ kind }) => kind === 'stored_value')?.amount_fen ?? 0
  const stock_m = -lines.reduce((sum, { pieces }) => sum + pieces * 1_000, 0)
  return {
    key, kind: 'sale', path: '/api/sales', body, answer: null, tries: 0,
    moves: (answer) => ({ value_fen: -stored_fen, points: (answer.points_earned ?? 0) - points, stock_m }),
  }
}

function aTopUp(key: string, { store_id, till_id }: Till, member_id: string): Operation {
  return {
    key, kind: 'top_up', path: `/api/members/${member_id}/top-ups`, answer: null, tries: 0,
    body: {
      op_key: key, store_id, till_id, principal_fen: 30_000, bonus_fen: 3_000,
      tender: { kind: 'other', reference: key },
    },
    moves: () => ({ value_fen: 33_000, points: 0, stock_m: 0 }),
  }
}

function aReturn(key: string, { store_id, till_id }: Till, sale_id: string): Operation {
  return {
    key, kind: 'return', path: `/api/sales/${sale_id}/returns`, answer: null, tries: 0,
    body: { op_key: key, store_id, till_id, reason: key, lines: [{ line: 1, qty_m: 1_000 }] },
    moves: ({ tenders = [], points_back = 0, points_clawed = 0 }) => ({
      value_fen: tenders.filter(({ kind }) => kind === 'bonus' || kind === 'principal')
        .reduce((sum, { amount_fen }) => sum + amount_fen, 0),
      points: points_back - points_clawed, stock_m: 1_000,
    }),
  }
}

export const documentOf = ({ sale_id, return_id, top_up_id }: Answer): string | undefined =>
  sale_id ?? return_id ?? top_up_id
