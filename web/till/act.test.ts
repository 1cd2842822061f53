import { settleSale } from '#contract/sales.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeAct } from './act.ts'

type Answer = { status: number; body: object } | 'no answer'
const sent: { op_key: string }[] = []
let answers: Answer[] = []
const disk = new Map<string, string>()

beforeEach(() => {
  vi.useFakeTimers()
  sent.length = 0
  disk.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => disk.get(key) ?? null,
    setItem: (key: string, value: string) => disk.set(key, value),
    removeItem: (key: string) => disk.delete(key),
  })
  vi.stubGlobal('fetch', (_: string, init: { body: string }) => {
    sent.push(JSON.parse(init.body) as { op_key: string })
    const answer = answers.shift() ?? 'no answer'
    return answer === 'no answer'
      ? Promise.reject(new TypeError('gone'))
      : Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status }))
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const order = {
  store_id: 's',
  till_id: 't',
  member_id: null,
  lines: [],
  points: 0,
  tenders: [],
  payable_fen: 100,
}
const done: Answer = { status: 200, body: { sale_id: 'sale-1' } }
const refused = (status: number, code: string): Answer => ({ status, body: { code, message: code } })
const act = () => makeAct('test', settleSale, () => {})
const keys = () => new Set(sent.map(({ op_key }) => op_key)).size

test('an act without an answer is asked again by itself, under the same key, until one comes', async () => {
  answers = ['no answer', 'no answer', done]
  const one = act()
  await one.run(order)
  expect(one.get()).toMatchObject({ state: 'unknown' })
  await vi.advanceTimersByTimeAsync(20_000)
  expect(one.get()).toMatchObject({ state: 'done', reply: { sale_id: 'sale-1' } })
  expect([sent.length, keys()]).toEqual([3, 1])
})

test('while the result is unknown nothing else begins', async () => {
  answers = ['no answer']
  const one = act()
  await one.run(order)
  await one.run({ ...order, payable_fen: 200 })
  one.close()
  expect(one.get().state).toBe('unknown')
  expect(sent).toHaveLength(1)
})

test('a reload finds the act again and asks under the same key', async () => {
  answers = ['no answer']
  await act().run(order)
  answers = [done]
  const reloaded = act()
  expect(reloaded.get().state).toBe('unknown')
  expect(reloaded.pending()).toMatchObject({ payable_fen: 100 })
  await reloaded.again()
  expect(reloaded.get().state).toBe('done')
  expect(keys()).toBe(1)
  expect(act().get().state).toBe('idle')
})

test('a refusal ends the act, and the next press is another one', async () => {
  answers = [refused(409, 'payable_changed'), done]
  const one = act()
  await one.run(order)
  expect(one.get()).toMatchObject({ state: 'refused' })
  await one.run(order)
  expect(one.get().state).toBe('done')
  expect(keys()).toBe(2)
})

test('signed out or too busy: the same press is the same act, and a reload does not press', async () => {
  for (const answer of [refused(401, 'session_ended'), refused(503, 'busy_try_again')]) {
    sent.length = 0
    answers = [answer, done]
    const one = act()
    await one.run(order)
    expect(one.get().state).toBe('refused')
    expect(act().get().state).toBe('idle')
    await one.run(order)
    expect([one.get().state, keys()]).toEqual(['done', 1])
  }
})

test('signed out after no answer: still unknown, because the first asking may have been booked', async () => {
  answers = ['no answer', refused(401, 'session_ended'), done]
  const one = act()
  await one.run(order)
  await one.again()
  expect(one.get().state).toBe('unknown')
  await one.again()
  expect([one.get().state, keys()]).toEqual(['done', 1])
})

test('half an answer is no answer', async () => {
  answers = [{ status: 502, body: { hello: 'from a proxy' } }]
  const one = act()
  await one.run(order)
  expect(one.get().state).toBe('unknown')
})
