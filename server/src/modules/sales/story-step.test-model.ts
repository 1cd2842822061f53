import type { Fen } from '#contract/money.ts'
import { newId } from '#kernel/ids.ts'
import type { Outcome } from '#kernel/lane.ts'
import type { Who } from '#kernel/who.ts'
import { bonusOf, openModel, pointsOf, principalOf } from '#test/reference-model.ts'
import type { Holder, Model, Policy, Sold } from '#test/reference-model.ts'
import type { Answer, Answers, Order } from './orders.ts'

// Random stories of a till: an op is six numbers, and what they mean is worked out on the reference model, so
// that amounts fall on the edges (all, one fen more, nothing). The order goes to the product; its answer is
// held against the model's. Plain throws: `expect` would take minutes for so many comparisons.

export type Goods = { sku_id: string, list: number, member: number | null, byWeight: boolean }
export type At = { who: Who, store_id: string, till_id: string }
export type Place = At & {
  goods: readonly Goods[], member_ids: readonly string[]
  /** A till of another store, whose people do not reach this one: what was sold here may come back there. */
  elsewhere: At
}
export type Op = readonly number[]
export type Step = { order: Order, check: (outcome: Outcome<Answer>) => void }
export type Sale = { id: string, token: string, member: number, sold: Sold }

/** A story as far as it went: `at` is now, in milliseconds. */
export type Story = { place: Place, model: Model, holders: Holder[], sales: Sale[], at: number }

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}
const told = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => typeof part === 'bigint' ? `${part}` : part)
export function same(given: unknown, expected: unknown, what: string) {
  const holds = told(given) === told(expected)
  must(holds, holds ? '' : `${what}: ${told(given)}, the model says ${told(expected)}`)
}

const minute = 60_000, day = 1440 * minute
/** How far the clock moves on: mostly a little, at times past the end of points or of their grace. */
export function pause([, , , , , e = 0]: Op): number {
  const far = e % 12
  const days = far < 7 ? 0 : far < 10 ? e % 40 : far === 10 ? e % 200 : 366
  return (1 + e % 90) * minute + days * day
}

export function openStory(place: Place, policy: Policy, started: Date): Story {
  const holders: Holder[] = place.member_ids.map(() => ({ topUps: [], points: [], owed: 0n }))
  return { place, model: openModel(policy), holders, sales: [], at: started.getTime() }
}

export const base = ({ place: { store_id, till_id } }: Story) => ({ op_key: newId(), store_id, till_id })
export const whoOf = ({ place, at }: Story): Who => ({ ...place.who, now: new Date(at) })
export const holdingsOf = (holder: Holder | null): Answers['sale']['holdings'] => holder && {
  principal_fen: Number(principalOf(holder)) as Fen, bonus_fen: Number(bonusOf(holder)) as Fen,
  points: Number(pointsOf(holder)),
}

export type Expected = { whyNot: readonly string[], answer: () => object, keep?: (given: Answer) => void }

/** Refused with one of the reasons that hold, or answered as expected. */
export function step(order: Order, { whyNot, answer, keep }: Expected): Step {
  const expected = whyNot.length > 0 ? null : answer()
  return { order, check(outcome) {
    if ('refusal' in outcome) {
      const { code, params } = outcome.refusal
      must(whyNot.includes(code),
        `refused ${told([code, params])}, the model says ${told(whyNot)} of ${told(order.input)}`)
      return
    }
    must(expected !== null, `answered ${told(outcome.answer)}, the model refuses: ${whyNot.join()}`)
    const given = outcome.answer as unknown as Record<string, unknown>
    for (const [name, value] of Object.entries(expected)) same(given[name], value, `${order.kind} ${name}`)
    keep?.(outcome.answer)
  } }
}

export const when = (holds: boolean, reason: string): string[] => holds ? [reason] : []
