import { readdir, readFile, rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as approvals from '#contract/approvals.ts'
import * as contract from '#contract/exports.ts'
import { asFen } from '#contract/money.ts'
import type { Milli } from '#contract/money.ts'
import { changeRole, changeStaff, listRoles } from '#contract/org.ts'
import { setClock } from '#kernel/clock.ts'
import { inChain, sql } from '#kernel/db.ts'
import { readSheets } from '#kernel/spreadsheet.ts'
import { addStaff } from '#modules/org/org.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import { cash, openShop } from '#test/shop.ts'
import { freshDatabase, makeWorld, password } from '#test/world.ts'
import type { PersonName } from '#test/world.ts'
import { pagesThrough } from '../../http/pages.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const shop = openShop(world)
const { app, house, close } = await serveWorld(world, fresh.app_url)
const { exporter } = house
const cookies = new Map<string, string>()
afterAll(async () => {
  await exporter.stop()
  await close()
  await rm(exporter.dir, { recursive: true, force: true })
  await fresh.drop()
})

beforeAll(async () => {
  await shop.member('周敏华', '13912345678')
  await shop.member('=cmd|calc', '13912340000')
  const rice = await shop.goods('大米', 2_000)
  await shop.sell([{ sku_id: rice, qty_m: 1_000 }])
  await shop.sell([{ sku_id: rice, qty_m: 2_000 }])
  const { id: store_id, tills: [till] } = world.stores.jy
  await shop.counter.settle({ kind: 'sale', who: world.who.jyCashier, input: {
    op_key: crypto.randomUUID(), store_id, till_id: till!.id, member_id: null, points: 0,
    payable_fen: asFen(2_000),
    lines: [{ sku_id: rice, qty_m: 1_000 as Milli, label_fen: null }], tenders: [cash(2_000)],
  } })
  exporter.start(pagesThrough(house.routes))
})

type Row = contract.ExportJob & { code?: string }
const usual = {
  what: 'members', format: 'csv', language: 'zh', filters: {}, columns: ['name', 'phone'], reason: '寄生日卡',
}

async function cookieOf(name: PersonName): Promise<string> {
  if (!cookies.has(name)) cookies.set(name, await signInAs(app, world, name))
  return cookies.get(name)!
}

async function asked(name: PersonName, change: object = {}): Promise<Row> {
  const as = { cookie: await cookieOf(name) }
  return (await ask(app, contract.askExport, { ...usual, op_key: crypto.randomUUID(), ...change, as })).json()
}

async function row(name: PersonName, export_id: string): Promise<Row> {
  return (await ask(app, contract.readExport, { export_id, as: { cookie: await cookieOf(name) } })).json()
}

/** Asks, and waits until nothing is under way. */
async function exported(name: PersonName, change: object = {}): Promise<Row> {
  const { id, code } = await asked(name, change)
  expect(code).toBeUndefined()
  await exporter.idle()
  return await row(name, id)
}

const fetched = async (name: PersonName, export_id: string) =>
  await ask(app, contract.downloadExport, { export_id, as: { cookie: await cookieOf(name) } })

const acts = (ref: string) => shop.within(async (tx) => (await sql<{ verb: string; detail: object }>`
  select verb, detail from kernel.audit where ref = ${ref} order by id`.execute(tx)).rows)

test('a list is written in the background, fetched by whoever asked, and both are on record', async () => {
  const job = await exported('owner', { filters: { search: '周' } })
  expect(job).toMatchObject({ state: 'ready', rows: 1, total: 1, format: 'csv' })
  const answer = await fetched('owner', job.id)
  expect([answer.statusCode, answer.headers['content-length']]).toEqual([200, String(job.bytes)])
  expect(answer.headers['content-disposition']).toContain('attachment')
  expect(answer.headers['content-disposition']).toContain(encodeURIComponent('会员-'))
  const lines = answer.body.split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFF拾穗巷 · 会员 · 顾青禾 于 .* 用途：寄生日卡/)
  expect(lines.slice(1, 3)).toEqual(['会员,手机', '周敏华,139****5678'])
  expect(lines[3]).toContain(job.id)
  expect(await acts(job.id)).toEqual([
    { verb: 'export.ask', detail: {
      what: 'members', format: 'csv', columns: ['name', 'phone'], reason: '寄生日卡', filters: { search: true },
    } },
    { verb: 'export.download', detail: { what: 'members', rows: 1 } },
  ])
  const [kept] = await shop.within(async (tx) => (await sql<{ job: string }>`
    select to_jsonb(j)::text as job from exports.jobs j where id = ${job.id}`.execute(tx)).rows)
  expect(kept!.job).not.toContain('周')
})

test('what would run in a spreadsheet is words, and a workbook reads as one', async () => {
  const job = await exported('owner', {
    format: 'xlsx', columns: ['points', 'name', 'joined'], language: 'en',
  })
  const [sheet] = await readSheets((await fetched('owner', job.id)).rawPayload, 'a.xlsx')
  const rows = sheet!.rows.map(({ cells }) => cells)
  expect(rows[1]).toEqual(['Points', 'Member', 'Joined'])
  expect(new Set(rows.slice(2, 4).map(([, name]) => name))).toEqual(new Set([`'=cmd|calc`, '周敏华']))
  expect(rows[4]![0]).toBe(rows[0]![0])
})

test('the same key is the same export, with other input it is refused', async () => {
  const op_key = crypto.randomUUID()
  const first = await asked('owner', { op_key })
  expect((await asked('owner', { op_key })).id).toBe(first.id)
  expect((await asked('owner', { op_key, filters: { search: '王' } })).code).toBe('op_key_reused')
  await exporter.idle()
})

test('nobody else has it, nor knows that it is there', async () => {
  const job = await exported('owner')
  for (const endpoint of [contract.readExport, contract.downloadExport, contract.endExport]) {
    const answer = await ask(app, endpoint, { export_id: job.id, as: { cookie: await cookieOf('manager') } })
    expect([endpoint.path, answer.statusCode, answer.json().code]).toEqual([endpoint.path, 404, 'not_found'])
  }
  expect((await ask(app, contract.downloadExport, { export_id: job.id })).statusCode).toBe(401)
  const mine = await ask(app, contract.listExports, { as: { cookie: await cookieOf('manager') } })
  expect(mine.json()).toMatchObject({ rows: [], limits: { rows_most: 100_000, lasts_h: 24 } })
})

test('what may not be asked for is refused at once', async () => {
  const cases: [PersonName, object, string][] = [
    ['cashier', {}, 'not_permitted'], ['manager', { what: 'sales', columns: ['receipt'] }, 'not_permitted'],
    ['owner', { columns: ['name', 'password'] }, 'bad_input'], ['owner', { columns: [] }, 'bad_input'],
    ['owner', { filters: { cursor: 'x' } }, 'bad_input'], ['owner', { what: 'staff' }, 'bad_input'],
    ['owner', { what: 'sales', columns: ['at'], filters: { from: '2026-02-30' } }, 'bad_input'],
    ['owner', { reason: ' x ' }, 'bad_input'], ['owner', { format: 'exe' }, 'bad_input'],
  ]
  for (const [name, change, code] of cases)
    expect([name, change, (await asked(name, change)).code]).toEqual([name, change, code])
})

test('goods and the record of acts are written through the same verbs as their pages', async () => {
  const goods = await exported('owner', { what: 'goods', columns: ['name', 'cost', 'list', 'stock'] })
  expect((await fetched('owner', goods.id)).body).toContain('大米,,20.00,-4.000')
  const audit = await exported('owner', { what: 'audit', columns: ['at', 'who', 'what', 'ref'] })
  expect((await fetched('owner', audit.id)).body).toContain(`顾青禾,导出列表,${goods.id}`)
})

test('a file holds what its reader may see when it is written, and no more', async () => {
  await grant('store_manager', 'sales.export')
  const ofGh = await exported('manager', { what: 'sales', columns: ['store', 'payable'] })
  const { body } = await fetched('manager', ofGh.id)
  expect(body.split('\r\n').slice(2, 4)).toEqual(['桂花路店,40.00', '桂花路店,20.00'])
  const all = await exported('owner', { what: 'sales', columns: ['store'] })
  expect([ofGh.rows, all.rows]).toEqual([2, 3])
  const ofJy = await exported('manager', {
    what: 'sales', columns: ['store'], filters: { store_id: world.stores.jy.id },
  })
  expect(ofJy).toMatchObject({ state: 'failed', why_failed: '没有这家店，或不在你的范围里' })
  await grant('store_manager', null)
  expect((await fetched('manager', ofGh.id)).json().code).toBe('not_permitted')
})

/** Exactly this export of all, in place of what a role has, and no `without`. */
async function grant(code: string, permission: string | null, without?: string): Promise<void> {
  const as = { cookie: await cookieOf('owner') }
  const { rows } = (await ask(app, listRoles, { as })).json()
  const role = rows.find((one: { code: string }) => one.code === code)
  const others = role.permissions.filter((one: string) => !one.endsWith('.export'))
  const permissions = [...permission ? [...others, permission] : others].filter((one) => one !== without)
  const { id: role_id, scope } = role
  const answer = await ask(app, changeRole, { role_id, name: null, scope, permissions, as })
  expect(answer.statusCode).toBe(200)
  house.sessions.forget()
}

test('a file written with a wide reach is not had by who reaches less by now', async () => {
  await grant('store_manager', 'sales.export')
  const { rows: roles } = (await ask(app, listRoles, { as: { cookie: await cookieOf('owner') } })).json()
  const { id: role_id } = roles.find((one: { code: string }) => one.code === 'store_manager')
  const post = async (store_ids: string[]) => {
    const input = { staff_id: world.staff.manager, name: '李国强', role_id, store_ids, region_ids: [] }
    const posted = await ask(app, changeStaff, { ...input, as: { cookie: await cookieOf('owner') } })
    expect(posted.statusCode).toBe(200)
  }
  const { gh, jy } = world.stores
  await post([gh.id, jy.id])
  const both = await exported('manager', { what: 'sales', columns: ['store'] })
  expect([both.rows, (await fetched('manager', both.id)).statusCode]).toEqual([3, 200])
  await post([gh.id])
  expect((await fetched('manager', both.id)).json().code).toBe('export_file_gone')
  const one = await exported('manager', { what: 'sales', columns: ['store'] })
  expect((await fetched('manager', one.id)).statusCode).toBe(200)
  await post([gh.id, jy.id])
  expect((await fetched('manager', both.id)).statusCode).toBe(200)
  await post([gh.id])
  await grant('store_manager', 'sales.export', 'sales.read')
  expect((await fetched('manager', one.id)).json().code).toBe('not_permitted')
  await grant('store_manager', null)
})

test('more rows than one export may hold fails with a sentence, and leaves no file', async () => {
  await shop.set('export_rows_most', 1)
  const before = await readdir(exporter.dir)
  const job = await exported('owner')
  expect(job).toMatchObject({ state: 'failed', why_failed: '最多导出 1 行，请先缩小范围（例如分月）' })
  expect(await readdir(exporter.dir)).toEqual(before)
  await shop.set('export_rows_most', 100_000)
})

test('above the chain\'s number of rows a second person opens the file, who is somebody else', async () => {
  await shop.set('export_rows_without_approval', 1)
  const job = await exported('owner')
  expect(job.state).toBe('waiting_approval')
  expect((await fetched('owner', job.id)).json().code).toBe('export_needs_approval')
  const about = { act: 'export', what: 'members', rows: job.rows }
  const as = { cookie: await cookieOf('owner') }
  const op_key = crypto.randomUUID()
  const wanted = await ask(app, approvals.askApproval, { op_key, store_id: null, about, as })
  const approval_id: string = wanted.json().approval.id
  const release = async () =>
    (await ask(app, contract.releaseExport, { export_id: job.id, approval_id, as })).json()
  expect((await release()).code).toBe('approval_waiting')
  await shop.within((tx) => addStaff(tx, world.who.owner, {
    name: '总部运营', phone: '13800000009', role: 'hq_operator', password, store_ids: [],
  }))
  const second = await app.inject({
    method: 'POST', url: '/api/session', headers: { 'x-shuke': 'test' },
    payload: { chain_code: world.code, phone: '13800000009', password },
  })
  const other = `${second.cookies[0]!.name}=${second.cookies[0]!.value}`
  const given = await ask(app, approvals.giveApproval, { approval_id, note: null, as: { cookie: other } })
  expect(given.json()).toMatchObject({ state: 'given' })
  expect(await release()).toMatchObject({ state: 'ready', approval_id })
  expect((await fetched('owner', job.id)).statusCode).toBe(200)
  await shop.set('export_rows_without_approval', 1_000)
})

test('what a killed process began is taken up, and what it still writes counts for nothing', async () => {
  const claim = crypto.randomUUID()
  const { id } = await shop.within(async (tx) => (await sql<{ id: string }>`
    insert into exports.jobs (chain_id, id, staff_id, what, format, language, filters_sealed, columns, reason,
                              state, claim, claimed_until, tries, asked_at)
    values (${world.chain_id}, ${crypto.randomUUID()}, ${world.staff.owner}, 'members', 'csv', 'zh',
            ${world.who.owner.seal.close('{}')}, '{name}', '寄生日卡', 'running', ${claim},
            now() + interval '1 h', 1, now())
    returning id`.execute(tx)).rows[0]!)
  exporter.wake(world.chain_id)
  await exporter.idle()
  expect((await row('owner', id)).state).toBe('running')
  await shop.within((tx) => sql`update exports.jobs set claimed_until = now() - interval '1 s'
    where id = ${id}`.execute(tx))
  exporter.wake(world.chain_id)
  await exporter.idle()
  expect(await row('owner', id)).toMatchObject({ state: 'ready', rows: 2 })
  const late = await shop.within((tx) => sql`update exports.jobs set rows = 99
    where id = ${id} and claim = ${claim} and state = 'running'`.execute(tx))
  expect(late.numAffectedRows).toBe(0n)
})

test('an export that never comes to an end is given up', async () => {
  const { id } = await asked('owner', { columns: ['name'] })
  await exporter.idle()
  await shop.within((tx) =>
    sql`update exports.jobs set state = 'waiting', tries = 3 where id = ${id}`.execute(tx))
  exporter.wake(world.chain_id)
  await exporter.idle()
  expect(await row('owner', id)).toMatchObject({ state: 'failed' })
})

test('who throws an export away has it no more, and its file is gone', async () => {
  const job = await exported('owner')
  const as = { cookie: await cookieOf('owner') }
  const ended = await ask(app, contract.endExport, { export_id: job.id, as })
  expect(ended.json()).toMatchObject({ state: 'ended' })
  expect((await fetched('owner', job.id)).json().code).toBe('export_ended')
  expect((await readdir(exporter.dir)).filter((name) => name.startsWith(job.id))).toEqual([])
})

test('a file that the disk lost is told of before anything is sent', async () => {
  const job = await exported('owner')
  const [name] = (await readdir(exporter.dir)).filter((one) => one.startsWith(job.id))
  expect((await readFile(`${exporter.dir}/${name}`)).length).toBe(job.bytes)
  await rm(`${exporter.dir}/${name}`)
  expect((await fetched('owner', job.id)).json().code).toBe('export_file_gone')
})

test('a file can be had for a day by the chain\'s clock, and is deleted after it', async () => {
  const job = await exported('owner')
  const tomorrow = new Date(Date.parse(job.ends_at!) + 1_000)
  await inChain(fresh.db, world.chain_id, (tx) => setClock(tx, world.chain_id, tomorrow))
  house.sessions.forget()
  cookies.clear()
  expect((await fetched('owner', job.id)).json().code).toBe('export_ended')
  exporter.wake(world.chain_id)
  await exporter.idle()
  expect((await row('owner', job.id)).state).toBe('ended')
  expect((await readdir(exporter.dir)).filter((name) => name.startsWith(job.id))).toEqual([])
})
