import { afterAll, expect, test } from 'vitest'
import * as session from '#contract/session.ts'
import { setClock } from '#kernel/clock.ts'
import { inChain, outsideChains, sql } from '#kernel/db.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import { freshDatabase, makeWorld, password, phoneOf } from '#test/world.ts'
import { addTill, isRightKey, makeChain } from '#modules/org/org.ts'
import { openSessions } from './access.ts'
import { digestOf } from './sessions.ts'
import { randomBytes } from 'node:crypto'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const other = await makeWorld(fresh.db, { code: 'neighbour' })
const { app, house, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})

const credentials = (change: object = {}) =>
  ({ chain_code: world.code, phone: phoneOf('cashier'), password, ...change })

test('the cashier signs in and is told who they are and where they may act', async () => {
  const response = await ask(
    app, session.signIn, { ...credentials({ chain_code: ' SHISUI ', phone: '+86 138-0000-0003' }) },
  )
  expect(response.statusCode).toBe(200)
  expect(response.json()).toMatchObject({
    staff: { name: '王秀兰', role: { code: 'cashier', name: null } }, opened_by: 'password', till: null,
    must: null,
    chain: { code: 'shisui', currency: 'CNY', sandbox: true },
    stores: [
      { code: 'GH', tills: [{ number: 1 }, { number: 2 }] },
    ], features: ['stored_value', 'points', 'members', 'stock'],
  })
  expect(response.json().permissions).not.toContain('settings.edit')
  const [cookie] = response.cookies
  expect(cookie).toMatchObject({ name: 'shuke_session', httpOnly: true, sameSite: 'Strict', path: '/' })
  expect(cookie!.secure).toBeUndefined()
  expect(Buffer.from(cookie!.value, 'base64url')).toHaveLength(32)
  const me = await ask(app, session.readSession, { as: { cookie: `shuke_session=${cookie!.value}` } })
  expect({ ...me.json(), now: '' }).toEqual({ ...response.json(), now: '' })
})

test('the cookie is for https alone where a proxy took the request by https', async () => {
  const response = await ask(
    app, session.signIn, { ...credentials(), as: { headers: { 'x-forwarded-proto': 'https' } } },
  )
  expect(response.cookies[0]).toMatchObject({ secure: true })
})

test('wrong chain, phone and password answer alike', async () => {
  const answers = await Promise.all([
    { chain_code: 'nowhere' }, { phone: '13900000000' }, { password: 'guess' },
  ].map(
    async (change) =>
      await ask(app, session.signIn, { ...credentials(change), as: { remoteAddress: '10.1.1.1' } })))
  for (const answer of answers) {
    expect([answer.statusCode, answer.json().code, answer.cookies]).toEqual([401, 'sign_in_wrong', []])
  }
})

test('an unknown phone costs what a wrong password costs', async () => {
  const timed = async (change: object) => {
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const from = performance.now()
      await ask(app, session.signIn, {
        ...credentials(change), as: { remoteAddress: `10.7.${Object.keys(change).length}.${i}` },
      })
      times.push(performance.now() - from)
    }
    return times.sort((a, b) => a - b)[2]!
  }
  const ratio = await timed({ phone: '13900000000' }) / await timed({ password: 'guess' })
  expect(ratio).toBeGreaterThan(0.4)
  await inChain(fresh.db, world.chain_id, (tx) => sql`delete from access.tries`.execute(tx))
})

test('a session that is signed out is over at once, and says so', async () => {
  const cookie = await signInAs(app, world, 'cashier')
  const leaving = await ask(app, session.signOut, { as: { cookie } })
  expect(leaving.cookies[0]).toMatchObject({ value: '' })
  const after = await ask(app, session.readSession, { as: { cookie } })
  expect([after.statusCode, after.json().code]).toEqual([401, 'session_ended'])
  expect(
    (await ask(app, session.readSession, { as: { cookie: 'shuke_session=made-up' } })).json().code,
  ).toBe('not_signed_in')
})

test('I see my sessions and end one of them, and nobody else\'s', async () => {
  const here = await signInAs(app, world, 'jyCashier')
  const till = await signInAs(app, world, {
    name: 'jyCashier', remoteAddress: '192.168.1.20', headers: {
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36',
    },
  })
  const list = async () => (await ask(app, session.listSessions, { as: { cookie: here } })).json().rows
  const rows = await list()
  expect(rows).toHaveLength(2)
  const theOther = rows.find(({ current }: { current: boolean }) => !current)
  expect(theOther.device).toBe('Chrome · Windows · 192.168.1.20')

  const stranger = await signInAs(app, world, 'cashier')
  const tried = await ask(app, session.endSession, { session_id: theOther.id, as: { cookie: stranger } })
  expect([tried.statusCode, tried.json().code]).toEqual([404, 'not_found'])
  expect((await ask(app, session.readSession, { as: { cookie: till } })).statusCode).toBe(200)
  expect(
    (await ask(app, session.endSession, { session_id: theOther.id, as: { cookie: here } })).statusCode,
  ).toBe(200)
  expect((await ask(app, session.readSession, { as: { cookie: till } })).json().code).toBe('session_ended')
  expect(await list()).toHaveLength(1)
})

test('what another process ended works on for two seconds at most', async () => {
  const cookie = await signInAs(app, world, 'cashier')
  const elsewhere = openSessions(world.db, world.master)
  const token = cookie.slice('shuke_session='.length)
  expect(await elsewhere.behind(token)).toMatchObject({ who: { chain_id: world.chain_id } })
  await ask(app, session.signOut, { as: { cookie } })
  await expect.poll(() => elsewhere.behind(token), { timeout: 3_000, interval: 250 }).toBe('ended')
})

test('a session ends after twelve idle hours, and after seven days, by the chain\'s clock', async () => {
  const own = await makeWorld(fresh.db, { code: 'clock', master: world.master })
  const cookie = await signInAs(app, own, 'cashier')
  const start = Date.now()
  const after = async (hours: number) => {
    await inChain(
      own.db, own.chain_id, (tx) => setClock(tx, own.chain_id, new Date(start + hours * 3_600_000)),
    )
    house.sessions.forget()
    const response = await ask(app, session.readSession, { as: { cookie } })
    return response.json().code ?? new Date(response.json().now).getTime() - start > (hours - 1) * 3_600_000
  }
  for (let hours = 0; hours < 168; hours += 11) expect([hours, await after(hours)]).toEqual([hours, true])
  expect(await after(168.1)).toBe('session_ended')
  const fresh_cookie = await signInAs(app, own, 'cashier')
  house.sessions.forget()
  expect(await after(168.1 + 11.9)).toBe('session_ended')
  const idle = async (hours: number) => {
    await inChain(
      own.db, own.chain_id, (tx) => setClock(tx, own.chain_id, new Date(start + hours * 3_600_000)),
    )
    house.sessions.forget()
    return (await ask(app, session.readSession, { as: { cookie: fresh_cookie } })).statusCode
  }
  expect(await idle(168.1 + 11.9)).toBe(200)
  expect(await idle(168.1 + 11.9 + 12.1)).toBe(401)
})

test('use is written down once a minute, not with every request', async () => {
  const own = await makeWorld(fresh.db, { code: 'touch', master: world.master })
  const cookie = await signInAs(app, own, 'owner')
  const seen = () => inChain(own.db, own.chain_id, async (tx) =>
    (await sql<{ seen_at: Date }>`select seen_at from access.sessions`.execute(tx))
      .rows[0]!.seen_at.getTime())
  const first = await seen()
  house.sessions.forget()
  await ask(app, session.readSession, { as: { cookie } })
  expect(await seen()).toBe(first)
  await inChain(own.db, own.chain_id, (tx) => setClock(tx, own.chain_id, new Date(Date.now() + 61_000)))
  house.sessions.forget()
  await ask(app, session.readSession, { as: { cookie } })
  expect(await seen()).toBeGreaterThanOrEqual(first + 60_000)
})

test('whoever left the chain is out', async () => {
  const own = await makeWorld(fresh.db, { code: 'left', master: world.master })
  const cookie = await signInAs(app, own, 'cashier')
  await inChain(own.db, own.chain_id, (tx) =>
    sql`update org.staff set left_at = now() where id = ${own.staff.cashier}`.execute(tx))
  house.sessions.forget()
  expect((await ask(app, session.readSession, { as: { cookie } })).statusCode).toBe(401)
  await expect(signInAs(app, own, 'cashier')).rejects.toThrow('sign_in_wrong')
})

test('row security stands where a statement forgets its chain', async () => {
  const tables = ['chains', 'stores', 'tills', 'staff', 'staff_stores']
  await signInAs(app, world, 'owner')
  for (const table of tables) {
    const chains = (chain_id: string | null) => {
      const read = async (tx: Parameters<typeof readAll>[0]) => await readAll(tx, table)
      return chain_id === null ? outsideChains(fresh.db, read) : inChain(fresh.db, chain_id, read)
    }
    expect([table, await chains(world.chain_id)]).toEqual([table, [world.chain_id]])
    expect([table, await chains(null)]).toEqual([table, []])
  }
  const foreign = randomBytes(16).toString('hex')
  await expect(inChain(fresh.db, world.chain_id, (tx) => sql`
    insert into org.chains (chain_id, code, name, made_at)
    values (${foreign}::uuid, 'x', 'x', now())`.execute(tx))).rejects.toThrow(/row-level security/)
  const moved = await inChain(fresh.db, world.chain_id, (tx) =>
    sql`update org.chains set name = 'mine' where chain_id = ${other.chain_id}`.execute(tx))
  expect(moved.numAffectedRows).toBe(0n)
})

async function readAll(
  tx: Parameters<Parameters<typeof outsideChains>[1]>[0], table: string,
): Promise<string[]> {
  const { rows } = await sql<{
    chain_id: string,
  }>`select distinct chain_id from ${sql.table(`org.${table}`)}`.execute(tx)
  return rows.map(({ chain_id }) => chain_id)
}

test('only the digest of a token is kept', async () => {
  const token = (await signInAs(app, world, 'cashier')).slice('shuke_session='.length)
  const { rows } = await inChain(fresh.db, world.chain_id, (tx) =>
    sql<{ text: string }>`select s::text as text from access.sessions s`.execute(tx))
  const all = rows.map(({ text }) => text).join()
  expect(all).not.toContain(token)
  expect(all).toContain(digestOf(token))
})

test('a chain code is given once', async () => {
  await expect(outsideChains(fresh.db, (tx) => makeChain(tx, world.master, {
    code: 'shisui', name: '另一家', now: new Date(), owner: { name: '甲', phone: '13800000001', password },
    store: { code: 'A', name: 'A', ownership: 'direct', tills: 1 },
  }))).rejects.toThrow('chain_code_taken')
})

test('two tills added at the same moment take two numbers', async () => {
  const store_id = world.stores.jy.id
  const added = await Promise.all([1, 2, 3].map(async () =>
    await inChain(fresh.db, world.chain_id, (tx) => addTill(tx, world.who.owner, { store_id }))))
  expect(added.map(({ number }) => number).sort((a, b) => a - b)).toEqual([3, 4, 5])
  await expect(inChain(fresh.db, world.chain_id, (tx) => addTill(tx, world.who.cashier, { store_id })))
    .rejects.toThrow('store_unknown')
})

test('keys of another installation are noticed', async () => {
  const check = (master: Buffer) =>
    inChain(fresh.db, world.chain_id, (tx) => isRightKey(tx, master, world.chain_id))
  expect([await check(world.master), await check(other.master)]).toEqual([true, false])
})
