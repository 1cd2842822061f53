import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as contract from '#contract/audit.ts'
import { record } from '#kernel/audit.ts'
import type { Act } from '#kernel/audit.ts'
import { openHeads } from '#kernel/audit-heads.ts'
import { sealChain } from '#kernel/audit-sealer.ts'
import { inChain } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import { afterAll, expect, test } from 'vitest'
import { auditRoutes } from './audit.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const folder = await mkdtemp(join(tmpdir(), 'shuke-heads-'))
const heads = openHeads(folder, Buffer.alloc(32, 7).toString('base64url'))
const { app, close } = await serveWorld(world, fresh.app_url, { heads })
afterAll(async () => {
  await close()
  await fresh.drop()
  await rm(folder, { recursive: true })
})

type Asked = Record<string, unknown>
type Page = { rows: contract.AuditRow[]; next: string | null }

/** Asks as a person without going through a session; the reply is held to its schema. */
async function list(who: Who, asked: Asked = {}): Promise<Page> {
  const [route] = auditRoutes({ heads })
  const { verb } = route as unknown as { verb: (tx: unknown, who: Who, input: Asked) => Promise<unknown> }
  const answer = await inChain(world.db, world.chain_id, (tx) => verb(tx, who, asked))
  return contract.listAudit.reply.parse(JSON.parse(JSON.stringify(answer)))
}

const { gh, jy } = world.stores, { owner, manager, cashier, jyCashier } = world.who
const sku = newId(), till = newId()
const enact = (who: Who, act: Partial<Act>) => inChain(world.db, world.chain_id, (tx) =>
  record(tx, who, [{ verb: 'goods.price', ref: null, detail: {}, ...act }]))
await enact(at(owner, '2026-06-01T00:00:00+08:00'), { ref: sku, detail: { before: { list_price_fen: 1 } } })
await enact(at(cashier, '2026-06-01T23:59:59.999+08:00'), {
  verb: 'sale.return', detail: { store_id: gh.id },
})
await enact(at(jyCashier, '2026-06-02T00:00:00+08:00'), { verb: 'sale.return', store_id: jy.id })
await enact(at(owner, '2026-06-03T09:00:00+08:00'), { verb: 'till.add', ref: till, store_id: gh.id })

const june = { from: '2026-06-01', until: '2026-06-30' }
const verbsOf = ({ rows }: Page) => rows.map(({ verb, principal_id }) =>
  `${verb} ${Object.keys(world.staff).find((name) => world.staff[name as 'owner'] === principal_id)}`)

test('acts are found by who, what, where, of what and when, each alone and together', async () => {
  const all = ['till.add owner', 'sale.return jyCashier', 'sale.return cashier', 'goods.price owner']
  const cases: [Asked, string[]][] = [
    [{}, all],
    [{ principal_id: world.staff.owner }, [all[0]!, all[3]!]],
    [{ verb: 'sale.return' }, [all[1]!, all[2]!]],
    [{ store_id: gh.id }, [all[0]!, all[2]!]],
    [{ ref: sku }, [all[3]!]], [{ ref: newId() }, []],
    [{ from: '2026-06-02' }, [all[0]!, all[1]!]],
    [{ until: '2026-06-01' }, [all[2]!, all[3]!]],
    [{ from: '2026-06-02', until: '2026-06-02' }, [all[1]!]],
    [{ from: '2026-06-30', until: '2026-06-01' }, []],
    [{ verb: 'sale.return', store_id: gh.id, principal_id: world.staff.cashier }, [all[2]!]],
  ]
  for (const [asked, found] of cases)
    expect.soft(verbsOf(await list(owner, { ...june, ...asked })), JSON.stringify(asked)).toEqual(found)
})

test('a row tells who, where, from where, and what was before', async () => {
  const [row] = (await list(owner, { ref: sku })).rows
  expect(row).toMatchObject({
    who: '顾青禾', principal_kind: 'staff', principal_id: world.staff.owner, device: owner.device,
    verb: 'goods.price',
    at: '2026-05-31T16:00:00.000Z', store_id: null, store: null, detail: { before: { list_price_fen: 1 } },
  })
  const [back] = (await list(owner, { ...june, verb: 'sale.return', store_id: gh.id })).rows
  expect(back).toMatchObject({ who: '王秀兰', store_id: gh.id, store: '桂花路店' })
  const made = (await list(owner, { verb: 'chain.make' })).rows
  expect(made).toMatchObject([{ who: null, principal_kind: 'system' }])
})

test('days that no shop lives to see are asked about without harm', async () => {
  for (const asked of [
    { from: '0001-01-01' }, { until: '9999-12-31' }, { from: '0001-01-01', until: '9999-12-31' },
  ]) expect.soft((await list(owner, asked)).rows.length).toBeGreaterThan(4)
  expect((await list(owner, { until: '0001-01-01' })).rows).toEqual([])
  expect((await list(owner, { from: '9999-12-31' })).rows).toEqual([])
})

test('who reaches single stores sees what happened there, and nothing of the chain or of other stores',
  async () => {
    expect(verbsOf(await list(manager, june))).toEqual(['till.add owner', 'sale.return cashier'])
    expect(verbsOf(await list({ ...jyCashier, scope: 'store' }, june))).toEqual(['sale.return jyCashier'])
    expect(verbsOf(await list(manager, { ...june, principal_id: world.staff.jyCashier }))).toEqual([])
    expect(verbsOf(await list({ ...owner, scope: 'own' }, june)))
      .toEqual(['till.add owner', 'goods.price owner'])
  })

test('page by page is the same as at once, also among acts of one instant', async () => {
  const whole = (await list(owner, { limit: 200 })).rows.map(({ id }) => id)
  const paged: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await list(owner, { limit: 3, ...cursor ? { cursor } : {} })
    paged.push(...page.rows.map(({ id }) => id))
    cursor = page.next
  }
  expect(whole.length).toBeGreaterThan(10)
  expect(paged).toEqual(whole)
})

test('a row says whether it is sealed, and the heading how far all is', async () => {
  await sealChain(world.db, heads, world.chain_id)
  await enact(owner, {})
  const { rows } = await list(owner, { limit: 200 })
  expect(rows.filter(({ sealed }) => !sealed).map(({ verb }) => verb)).toEqual(['goods.price'])
  const cookie = await signInAs(app, world, 'owner')
  const state = (await ask(app, contract.readAuditState, { as: { cookie } })).json()
  expect(state).toMatchObject({ sealed_seq: rows.length - 1, head_seq: rows.length - 1, broken: null })
  expect([state.hash.length, Date.parse(state.sealed_at) <= Date.parse(state.head_at)]).toEqual([43, true])
  // The act just now, and the sign-in.
  expect(state.waiting).toBeGreaterThanOrEqual(2)
})

test('the audit is for those who may read it, and for the stores they reach', async () => {
  const asked = async (name: 'owner' | 'cashier', request: Asked = {}) => {
    const cookie = await signInAs(app, world, name)
    const listed = await ask(app, contract.listAudit, { ...request, as: { cookie } })
    const state = await ask(app, contract.readAuditState, { as: { cookie } })
    return [listed.statusCode, state.statusCode]
  }
  expect(await asked('cashier')).toEqual([403, 403])
  expect(await asked('owner', { store_id: gh.id, verb: 'till.add' })).toEqual([200, 200])
  expect(await asked('owner', { verb: 'no.such' })).toEqual([400, 200])
})
