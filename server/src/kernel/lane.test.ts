import pg from 'pg'
import { expect, test } from 'vitest'
import { CommitInDoubt } from './db.ts'
import { openLane } from './lane.ts'
import type { Outcome } from './lane.ts'
import { Refusal } from './refusal.ts'

const failed = (code: string): Error => Object.assign(new pg.DatabaseError(code, 0, 'error'), { code })
const turn = () => new Promise<void>((later) => { setImmediate(later) })

type Fails = (orders: readonly number[], go: number) => Error | undefined

/** A lane over numbers: it answers ten times each, keeps its batches, and runs only when it is let. */
function openNumbers(more: { most?: number; queue?: number; fails?: Fails } = {}) {
  const batches: number[][] = []
  let let_go: (() => void)[] = [], held = false, at_once = 0, most_at_once = 0
  const lane = openLane<number, number>({
    most: more.most ?? 32, queue: more.queue ?? 512,
    async work(orders) {
      batches.push([...orders])
      at_once += 1
      most_at_once = Math.max(most_at_once, at_once)
      if (held) await new Promise<void>((go) => { let_go.push(go) })
      else await turn()
      at_once -= 1
      const error = more.fails?.(orders, batches.length)
      if (error !== undefined) throw error
      return orders.map((order): Outcome<number> =>
        order < 0 ? { refusal: new Refusal('not_found') } : { answer: order * 10 })
    },
  })
  return {
    lane, batches, most_at_once: () => most_at_once,
    hold() { held = true },
    letGo() { held = false; for (const go of let_go) go(); let_go = [] },
  }
}
const outcomeOf = (settled: PromiseSettledResult<number>): unknown =>
  settled.status === 'fulfilled' ? settled.value
    : (settled.reason as { code?: string }).code ?? String(settled.reason)
const all = async (orders: readonly number[], { lane }: ReturnType<typeof openNumbers>) =>
  (await Promise.allSettled(orders.map((order) => lane.submit(order)))).map(outcomeOf)

test('an order alone is a batch of one; what comes while it is under way goes together, in order of arrival',
  async () => {
    const numbers = openNumbers({ most: 4 })
    expect(await all([1, 2, 3, 4, 5, 6, 7], numbers)).toEqual([10, 20, 30, 40, 50, 60, 70])
    expect(numbers.batches).toEqual([[1], [2, 3, 4, 5], [6, 7]])
    expect(await all([8], numbers)).toEqual([80])
    expect(numbers.batches.at(-1)).toEqual([8])
    expect(numbers.most_at_once()).toBe(1)
  })

test('a refusal stays with its order', async () => {
  expect(await all([1, -2, 3, -4], openNumbers())).toEqual([10, 'not_found', 30, 'not_found'])
})

test('a batch that the database fails goes again one by one, and the one at fault fails alone', async () => {
  const numbers = openNumbers({ fails: (orders) => orders.includes(13) ? failed('22021') : undefined })
  expect(await all([1, 2, 13, -3, 4], numbers)).toEqual([10, 20, '22021', 'not_found', 40])
  expect(numbers.batches).toEqual([[1], [2, 13, -3, 4], [2], [13], [-3], [4]])
  expect(await all([13], numbers)).toEqual(['22021'])
  expect(numbers.batches.slice(6)).toEqual([[13]])
})

test('an order that met another process at a row looks again, and gives up when it meets it once more',
  async () => {
    for (const code of ['23505', '40001', '40P01']) {
      const once = openNumbers({ fails: (_, go) => go === 1 ? failed(code) : undefined })
      expect(await all([1], once)).toEqual([10])
      expect(once.batches).toEqual([[1], [1]])
      const always = openNumbers({ fails: () => failed(code) })
      expect(await all([1], always)).toEqual([code])
      expect(always.batches).toEqual([[1], [1]])
    }
  })

test('after a commit without an answer each order asks for its own; where nobody answers the doubt stands',
  async () => {
    const doubt = new CommitInDoubt('the commit got no answer')
    const back = openNumbers({ fails: (_, go) => go === 2 ? doubt : undefined })
    expect(await all([1, 2, 3], back)).toEqual([10, 20, 30])
    expect(back.batches).toEqual([[1], [2, 3], [2], [3]])
    const gone = openNumbers({ fails: (_, go) => go === 1 ? doubt : failed('57P01') })
    expect(await all([1], gone)).toEqual([String(doubt)])
  })

test('past its queue the lane says "busy" at once, and takes orders again when it has caught up',
  async () => {
    const numbers = openNumbers({ most: 2, queue: 3 })
    numbers.hold()
    const settling = [1, 2, 3, 4].map((order) => numbers.lane.submit(order))
    await expect(numbers.lane.submit(5)).rejects.toMatchObject({ code: 'busy_try_again' })
    await expect(numbers.lane.submit(6)).rejects.toBeInstanceOf(Refusal)
    numbers.letGo()
    expect(await Promise.all(settling)).toEqual([10, 20, 30, 40])
    expect(await all([7], numbers)).toEqual([70])
    expect(numbers.batches.flat()).not.toContain(5)
  })

test('the lane is idle when everything it took has ended, failures too', async () => {
  const numbers = openNumbers({ fails: (orders) => orders.includes(13) ? new Error('gone') : undefined })
  await numbers.lane.idle()
  const settling = all([1, 13, 2], numbers)
  await numbers.lane.idle()
  expect(numbers.batches.flat()).toEqual([1, 13, 2, 13, 2])
  expect(await settling).toEqual([10, 'Error: gone', 20])
  await numbers.lane.idle()
})
