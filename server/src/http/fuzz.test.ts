import { endpoints } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { en } from '#contract/texts/en.ts'
import { zh } from '#contract/texts/zh.ts'
import fc from 'fast-check'
import { runFuzz } from '#test/fuzz.ts'
import { openLog } from '#test/fuzz-judge.ts'
import type { Heard } from '#test/fuzz-judge.ts'
import { openPool } from '#test/fuzz-pool.ts'
import { shootAll } from '#test/fuzz-run.ts'
import type { Target } from '#test/fuzz-run.ts'
import { requestOf, shotsAt } from '#test/fuzz-shots.ts'
import { leaksIn } from '#test/fuzz-texts.ts'
import type { Sent } from '#test/fuzz-twists.ts'
import { freshDatabase } from '#test/world.ts'
import { afterAll, expect, test } from 'vitest'
import * as z from 'zod/mini'

const database = await freshDatabase()
afterAll(() => database.drop())

/** The long form is `npm run bench -- soak --only fuzz`; with this --seed it begins with the same shots. */
const plan = { seed: 20_260_516, shots: 14, rounds: 1, wired: 3, most_ms: 20_000, only: null }

test('no request made from the contract breaks the house, makes it talk or keeps it waiting',
  { timeout: 300_000 },
  async () => {
    const { faults, unreached, shots, heap_mb } = await runFuzz(database, plan)
    expect(faults).toEqual([])
    // An endpoint whose verb nothing came to was not tried: nothing made an input that fits its schema. A
    // fixture for the walk of isolation shows how.
    expect(unreached).toEqual([])
    expect(shots).toBeGreaterThan(4 * endpoints.length)
    expect(heap_mb).toBeLessThan(96)
  })

const named: Endpoint = {
  method: 'POST', path: '/api/named', summary: '', need: 'open', scope: 'none', feature: null,
  body: z.object({ name: z.string().check(z.minLength(1), z.maxLength(40)), pieces: z.int() }),
  reply: z.object({ name: z.string() }),
}
const nothing = openPool({ own: new Map(), foreign: new Map() })
const request_id = '01930000-0000-7000-8000-000000000000'
const heard = (status: number, body: unknown): Heard => ({
  status, method: 'POST', text: JSON.stringify(body),
  headers: { 'content-type': 'application/json', 'x-request-id': request_id },
})
const refused = heard(400, {
  code: 'bad_input', message: '没填对', params: { fields: 1 }, fields: [], request_id,
})

/** A house that answers as it is told, to see what the run makes of it. */
function houseThat(send: (sent: Sent, body: Record<string, unknown>) => Heard | null): Target {
  const bodyOf = ({ payload }: Sent): Record<string, unknown> | null => {
    try {
      return JSON.parse(String(payload)) as Record<string, unknown> | null
    } catch {
      return null
    }
  }
  return {
    endpoints: [named], peopleAt: () => [['nobody', 1]], pool: () => nothing, cookieOf: () => undefined,
    prepare: async () => undefined, signInAgain: async () => undefined, about: () => '', foreign_mark: '邻家',
    send: async (sent) => {
      const body = bodyOf(sent)
      return body === null || typeof body['name'] !== 'string' ? refused : send(sent, body)
    },
  }
}
const shootHouse = async (send: Parameters<typeof houseThat>[0], shots = 250) =>
  await shootAll(houseThat(send), { seed: 7, shots, rounds: 1, until_ms: Infinity })

const fine = heard(200, { name: 'a' })

test('what is planted is found: each kind of fault, with an input that shows it', async () => {
  const isOdd = (body: Record<string, unknown>): boolean => String(body['name']).includes(`'`)
  const leaky = (message: string) => heard(409, { code: 'not_found', message, params: {}, request_id })
  const planted: [string, Heard | null][] = [
    ['answered 500', heard(500, { code: 'broken', message: '坏了', params: { request_id }, request_id })],
    ['tells a stack', heard(200, { name: 'Error at serve (server.ts:12:3)' })],
    ['tells words of the database', leaky('syntax error at or near "x"')],
    ['tells a file of ours', leaky('in modules/org/store.ts')],
    ['tells a value worked out', heard(200, { name: '62615533' })],
    ['tells of another chain', heard(200, { name: '邻家的米' })],
    ['refuses with the unknown code', heard(409, { code: 'so_what', message: 'a', params: {}, request_id })],
    ['refuses with the hole {barcode}',
      heard(404, { code: 'barcode_unknown', message: 'a', params: {}, request_id })],
    ['refuses without a number', heard(404, { code: 'not_found', message: 'a', params: {} })],
    ['refuses in no form of ours', { ...refused, text: '<h1>Not Found</h1>' }],
    ['answers the inexact number', { ...fine, text: '{"name":"a","id":9007199254740993}' }],
    ['answers what is no JSON', { ...fine, text: '{"name":' }],
    ['no answer came in time', null],
  ]
  for (const [what, answer] of planted) {
    const { faults } = await shootHouse((_, body) => isOdd(body) ? answer : fine)
    expect(faults.map((fault) => fault.what), what).toContainEqual(expect.stringContaining(what))
    // The input that is told shows the fault, and of what it was made little else is left.
    expect(faults[0]!.told, what).toContain(`'`)
    expect(faults[0]!.size, what).toBeLessThan(200)
  }
  // This one says yes to whatever it is sent, so also to numbers that it changes by reading them.
  const { faults } = await shootHouse(() => fine, 800)
  expect(faults).not.toEqual([])
  for (const { what } of faults) expect(what).toMatch(/^takes -?\d.*, which it cannot hold$/)
})

test('the same seed shoots the same, whatever other endpoints there are', () => {
  const shots = (seed: number) => fc.sample(shotsAt(named, [['nobody', 1]]), { seed, numRuns: 40 })
    .map((shot) => requestOf(named, shot, { pool: nothing }).sent)
  expect(shots(3)).toEqual(shots(3))
  expect(shots(3)).not.toEqual(shots(4))
})

test('inputs meet the bounds of their schema from both sides', () => {
  const lengths = new Set(fc.sample(shotsAt(named, [['nobody', 1]]), { seed: 5, numRuns: 3_000 })
    .map(({ parts }) => (parts.body as { name: unknown }).name).filter((name) => typeof name === 'string')
    .map((name) => name.length))
  for (const length of [0, 1, 2, 39, 40, 41]) expect(lengths).toContain(length)
})

test('no sentence of ours is taken for a leak', () => {
  for (const text of [...Object.values(zh), ...Object.values(en)]) expect(leaksIn(text), text).toEqual([])
})

test('a phone or a secret in the log is seen, an id of many digits is none', () => {
  const log = openLog(() => ['secret-word'])
  log.write('{"request_id":"01930000-1380-7000-8000-138000000031","time":1700000000000}')
  expect([...log.faults]).toEqual([])
  log.write('{"why":"13800000003 was asked for"}')
  log.write('{"why":"secret-word"}')
  expect(log.faults.size).toBe(2)
})
