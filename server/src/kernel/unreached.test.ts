import pg from 'pg'
import { expect, test } from 'vitest'
import { CommitInDoubt, isUnreached } from './db.ts'
import { openLane } from './lane.ts'

const failed = (code: string): Error => Object.assign(new pg.DatabaseError(code, 0, 'error'), { code })
const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })

/** A lane whose batches fail in turn as said, and the orders it was asked to carry out. */
function openFailing(...errors: (Error | null)[]) {
  const batches: number[][] = []
  const lane = openLane<number, number>({
    most: 32, queue: 64, async work(orders) {
      batches.push([...orders])
      await Promise.resolve()
      const error = errors[Math.min(batches.length, errors.length) - 1]
      if (error) throw error
      return orders.map((answer) => ({ answer }))
    },
  })
  const all = async (orders: readonly number[]) =>
    (await Promise.allSettled(orders.map((order) => lane.submit(order)))).map((one) =>
      one.status === 'fulfilled' ? one.value : one.reason as unknown)
  return { batches, all }
}

test('when the database is not there for one order of a batch, the others are told at once', async () => {
  const { batches, all } = openFailing(null, refused)
  expect(await all([1, 2, 3, 4])).toEqual([1, refused, refused, refused])
  expect(batches).toEqual([[1], [2, 3, 4], [2]])
})

test('a doubt stays with every order of its batch, whatever was met while asking again', async () => {
  const doubt = new CommitInDoubt('the commit got no answer')
  const { batches, all } = openFailing(null, doubt, failed('23505'), refused)
  expect(await all([1, 2, 3])).toEqual([1, doubt, doubt])
  expect(batches).toEqual([[1], [2, 3], [2], [2]])
})

test('one order at fault says nothing of the others', async () => {
  const { all } = openFailing(null, failed('22021'), failed('22021'), null)
  expect(await all([1, 2, 3])).toMatchObject([1, { code: '22021' }, 3])
})

test('a database that is away, full or restarting is told from one that says no', () => {
  const named = (code: string) => Object.assign(new Error('x'), { code })
  for (const error of [
    refused, failed('57P01'), failed('57P03'), failed('53300'), failed('08006'), named('EHOSTUNREACH'),
    new Error('Connection terminated unexpectedly'), new Error('timeout exceeded when trying to connect'),
  ]) expect(isUnreached(error), error.message).toBe(true)
  const others = [failed('23505'), failed('55P03'), new Error('broken promise'), named('ENOENT'), 'x', null]
  for (const error of others) expect(isUnreached(error)).toBe(false)
})
