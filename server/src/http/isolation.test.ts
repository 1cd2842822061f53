import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveApprovalHere } from '#contract/approvals.ts'
import { enrolHere, setPin } from '#contract/access.ts'
import { endpoints } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { features } from '#contract/features.ts'
import { findReceipt, quoteReturn, readSale, returnSale } from '#contract/sales.ts'
import { changeSetting, unsetSetting } from '#contract/setting-doors.ts'
import { newId } from '#kernel/ids.ts'
import type { FreshDatabase } from '#test/database.ts'
import { askAs, codeOf, told } from '#test/isolation/answer.ts'
import { leavesNoTrace } from '#test/isolation/features.ts'
import { standAs } from '#test/isolation/fixture.ts'
import { fixtureFaults, fixtures, nameOf } from '#test/isolation/fixtures.ts'
import { openGround } from '#test/isolation/ground.ts'
import type { Ground } from '#test/isolation/ground.ts'
import { hidesWhatOthersHave, keepsOnTheirWord, knowsNoForeignKey } from '#test/isolation/hidden.ts'
import { signedIn } from '#test/isolation/people.ts'
import type { CallerName } from '#test/isolation/people.ts'
import { listenTo } from '#test/isolation/record.ts'
import { deniesOthers, worksForWhoMay } from '#test/isolation/walk.ts'
import { freshDatabase, password } from '#test/world.ts'

let database: FreshDatabase, ground: Ground
beforeAll(async () => {
  database = await freshDatabase()
  ground = await openGround(database)
})
afterAll(async () => {
  await ground?.close()
  await database.drop()
})

/** Whole sentences where there are any: a list that is cut short names nobody. */
const none = (faults: readonly string[]) => { if (faults.length > 0) expect.fail(faults.join('\n')) }

test('every endpoint of the contract is walked to, with each of its ids', () => {
  none(fixtureFaults(endpoints))
})

test('a fixture that is missing, doubled, strange, or silent about an id is named, with what to do', () => {
  const [first, second, ...rest] = fixtures
  const told_of = (given: typeof fixtures) => fixtureFaults(endpoints, given)
  expect(told_of([second!, ...rest])).toEqual([expect.stringContaining('has no fixture: add')])
  expect(told_of([first!, ...fixtures])).toEqual([expect.stringContaining('has two fixtures')])
  const strange = { ...first!, endpoint: { ...first!.endpoint, path: '/api/strange' as const } }
  expect(told_of([...fixtures, strange]))
    .toEqual([expect.stringContaining('GET /api/strange is in no contract')])
  const silent = fixtures.map((one) => one.endpoint === returnSale ? { ...one, ids: { nothing: null } } : one)
  expect(told_of(silent)).toEqual([
    ...['sale_id', 'store_id', 'till_id', 'token', 'approval_id']
      .map((id) => expect.stringContaining(`an id ${id}:`) as unknown),
    expect.stringContaining('has no id nothing'),
  ])
})

const named = fixtures.map((fixture) => ({ fixture, name: nameOf(fixture.endpoint) }))
describe.each(named)('$name', ({ fixture }) => {
  test('works for everybody who may, and tells nothing of others', async () => {
    none(await worksForWhoMay(ground, fixture))
  })
  test('is closed to everybody else, which is on record', async () => {
    none(await deniesOthers(ground, fixture))
  })
  test('hides what others have as if nobody had it', async () => {
    none(await hidesWhatOthersHave(ground, fixture))
  })
  test('keeps what it is told alike, whoever else has it', async () => {
    none([...await keepsOnTheirWord(ground, fixture), ...await knowsNoForeignKey(ground, fixture)])
  })
})

describe.each(features)('without %s', (feature) => {
  test('whatever belongs to it is gone, and nothing else names it', async () => {
    none(await leavesNoTrace(ground, feature))
  })
})

/** What somebody is answered, and how often it went on record that they reached too far. */
async function asked(name: CallerName, endpoint: Endpoint, input: Record<string, unknown>): Promise<string> {
  const { world: { db, chain_id }, callers } = ground, heard = await listenTo(db, [chain_id])
  const response = await askAs(ground, endpoint, { cookie: callers[name].cookie, input })
  const reached = (await heard(chain_id)).filter((row) => row.verb === 'reach.refused'
    && row.principal_id === callers[name].principal_id && row.endpoint === nameOf(endpoint))
  return `${codeOf(response)}, ${reached.length} on record`
}

test('what another store sold comes back by its receipt\'s token alone, to whoever may', async () => {
  const { things: { jy, gh, other } } = ground, hidden = 'not_found, 1 on record', open = '200, 0 on record'
  const lines = [{ line: 1, qty_m: 1_000 }], at = { store_id: gh.store, till_id: gh.till }
  const back = (token: string | null) =>
    ({ ...at, sale_id: jy.sale, op_key: newId(), lines, reason: '不新鲜', ...token === null ? {} : { token } })
  const quote = (token: string | null) => ({ sale_id: jy.sale, store_id: gh.store, lines, token })
  const byToken = async (name: CallerName) => [
    await asked(name, findReceipt, { receipt_no: jy.token }),
    await asked(name, quoteReturn, quote(jy.token!)),
    await asked(name, returnSale, back(jy.token!)),
  ]
  for (const name of ['store_manager', 'cashier', 'region_manager'] as const) {
    expect(await asked(name, findReceipt, { receipt_no: jy.receipt })).toBe(hidden)
    expect(await asked(name, readSale, { sale_id: jy.sale })).toBe(hidden)
    for (const token of [null, gh.token!, other.token!]) {
      expect(await asked(name, quoteReturn, quote(token))).toBe(hidden)
      expect(await asked(name, returnSale, back(token))).toBe(hidden)
    }
  }
  // The cashier of another store may not take it back with the token either; the manager may.
  expect(await byToken('cashier')).toEqual([hidden, hidden, hidden])
  expect(await byToken('store_manager')).toEqual([open, open, open])
  // Opened once, it is still the other store's.
  expect(await asked('store_manager', readSale, { sale_id: jy.sale })).toBe(hidden)
  const { callers: { owner }, world } = ground, key = 'returns_anywhere'
  await askAs(ground, changeSetting, {
    cookie: owner.cookie, input: { key, place_id: null, value: false, starts_at: null },
  })
  expect(await byToken('store_manager')).toEqual([hidden, hidden, hidden])
  await askAs(ground, unsetSetting, { cookie: owner.cookie, input: { key, place_id: world.chain_id } })
  expect(await byToken('store_manager')).toEqual([open, open, open])
})

test('at an enrolled till the PIN of somebody of another store answers as nobody\'s', async () => {
  const { callers: { store_manager }, shelf, things: { gh, jy }, elsewhere } = ground
  const { make, fresh } = await standAs(ground, store_manager)
  const till_id = await make.till(), cookie = await signedIn(shelf, store_manager.phone)
  await askAs(ground, enrolHere, { cookie, input: { store_id: gh.store, till_id, name: '前台' } })
  const theirs = await signedIn(shelf, jy.staff_phone!)
  await askAs(ground, setPin, { cookie: theirs, input: { password, pin: '580231' } })
  const approval_id = await fresh.approval()
  const prove = async (staff_id: string, pin: string) => told(await askAs(ground, giveApprovalHere, {
    cookie, input: { approval_id, proof: { by: 'pin', staff_id, pin } },
  }), staff_id)
  const nobodys = await prove(crypto.randomUUID(), '580231')
  expect(nobodys).toContain('pin_not_here')
  for (const pin of ['580232', '580231']) expect(await prove(jy.staff!, pin)).toBe(nobodys)
  expect(await prove(elsewhere.maker.by.principal_id, '580231')).toBe(nobodys)
})
