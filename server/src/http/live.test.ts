import { afterAll, expect, test, vi } from 'vitest'
import { readToday } from '#contract/figures.ts'
import { watchFigures } from '#contract/live.ts'
import { sql } from '#kernel/db.ts'
import type { Outgoing } from '#kernel/outgoing.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import { openShop } from '#test/shop.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { PersonName } from '#test/world.ts'
import { openLive, tellChange } from './live.ts'
import { startPump } from './pump.ts'
import { reactions } from './subscriptions.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const shop = openShop(world)
const cabbage = await shop.goods('卷心菜', 500)

/** Two servers over one database, as two processes would be: sales are made here and looked at there. */
const pump = startPump({
  db: world.db, master: world.master, reactions, report: (error) => { throw error }, round_ms: 3_600_000,
  carried: async (chain_id, { subscription, notes }) => {
    if (subscription === 'insights.hours') await tellChange(world.db, chain_id, notes)
  },
})
const here = await serveWorld(world, fresh.app_url, { wake: pump.wake })
const there = await serveWorld(world, fresh.app_url)
const address = { here: await here.app.listen({ port: 0 }), there: await there.app.listen({ port: 0 }) }
afterAll(async () => {
  // A client that let go opens a connection for its next question, which would be waited for.
  for (const { app } of [here, there]) app.server.closeAllConnections()
  await here.close()
  await there.close()
  await pump.stop()
  await fresh.drop()
})

/** Follows as a browser does; what came so far stands in `text`. */
async function follow(name: PersonName, query = '') {
  const cookie = await signInAs(there.app, world, name)
  const away = new AbortController()
  const response = await fetch(`${address.there}${watchFigures.path}${query}`, {
    headers: { cookie, accept: 'text/event-stream' }, signal: away.signal,
  })
  const stream = { response, cookie, text: '', ended: false, leave: () => { away.abort() } }
  const read = async () => {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) stream.text += piece
  }
  void read().catch(() => undefined).finally(() => { stream.ended = true })
  await expect.poll(() => stream.text, { timeout: 5_000, interval: 10 }).toContain('event: changed')
  stream.text = ''
  return stream
}

async function sellOverHttp(): Promise<void> {
  const cookie = await signInAs(here.app, world, 'cashier')
  const response = await fetch(`${address.here}/api/sales`, {
    method: 'POST', headers: { cookie, 'x-shuke': 'test', 'content-type': 'application/json' },
    body: JSON.stringify({
      op_key: crypto.randomUUID(), store_id: shop.store_id, till_id: shop.till_id, member_id: null, points: 0,
      lines: [{ sku_id: cabbage, qty_m: 1_000 }], payable_fen: 500,
      tenders: [{ kind: 'cash', amount_fen: 500, tendered_fen: 500 }],
    }),
  })
  expect([response.status, await response.json()]).toMatchObject([200, { payable_fen: 500 }])
}

test('a sale made at one server is told at another, and the figures asked for then hold it', async () => {
  const stream = await follow('owner')
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream')
  const orders = async () =>
    (await ask(there.app, readToday, { as: { cookie: stream.cookie } })).json().now.orders
  const before = await orders()
  const waits_ms: number[] = []
  for (let round = 1; round <= 5; round += 1) {
    stream.text = ''
    await sellOverHttp()
    const from = performance.now()
    await expect.poll(() => stream.text, { timeout: 5_000, interval: 5 }).toContain('"sale.settled"')
    expect(await orders()).toBe(before + round)
    waits_ms.push(performance.now() - from)
    await new Promise((resolve) => { setTimeout(resolve, 600) })
  }
  stream.leave()
  process.stdout.write(`A sale shows ${waits_ms.map(Math.round).join(', ')} ms after its answer.\n`)
})

test('nobody hears of a store out of their reach, nor of one they did not ask for', async () => {
  const manager = await follow('manager')
  const neighbour = await follow('owner', `?store_id=${world.stores.jy.id}`)
  await tellChange(world.db, world.chain_id, [note(world.stores.jy.id)])
  await expect.poll(() => neighbour.text, { timeout: 5_000 }).toContain('event: changed')
  expect(manager.text).not.toContain('event:')
  neighbour.text = ''
  await tellChange(world.db, world.chain_id, [note(world.stores.gh.id)])
  await expect.poll(() => manager.text, { timeout: 5_000 }).toContain('event: changed')
  expect(neighbour.text).not.toContain('event:')
  await tellChange(world.db, crypto.randomUUID(), [note(world.stores.gh.id)])
  const many = Array.from({ length: 300 }, () => note(crypto.randomUUID()))
  manager.text = ''
  await tellChange(world.db, world.chain_id, many)
  await expect.poll(() => manager.text, { timeout: 5_000 }).toContain('event: changed')
  manager.leave()
  neighbour.leave()
})

const note = (store_id: string) => ({
  owner_id: store_id, kind: 'sale.settled' as const, data: { store_id }, at: new Date(), id: '', tries: 0,
})

test('whoever may not see figures may not follow them', async () => {
  const cookie = await signInAs(there.app, world, 'cashier')
  const as = { cookie, headers: { accept: 'text/event-stream' } }
  const answer = await ask(there.app, watchFigures, { as })
  expect(answer.json().code).toBe('not_permitted')
  expect((await ask(there.app, watchFigures)).json().code).toBe('not_signed_in')
  const foreign = await signInAs(there.app, world, 'manager')
  const asked = { store_id: world.stores.jy.id, as: { cookie: foreign } }
  expect((await ask(there.app, watchFigures, asked)).json().code).toBe('store_unknown')
})

test('a caller that reads no events is answered in JSON', async () => {
  const cookie = await signInAs(there.app, world, 'manager')
  expect((await ask(there.app, watchFigures, { as: { cookie } })).json()).toEqual({ kinds: [] })
})

test('the stream ends soon after its session', { timeout: 20_000 }, async () => {
  const stream = await follow('manager')
  const headers = { cookie: stream.cookie, 'x-shuke': 'test' }
  await there.app.inject({ method: 'DELETE', url: '/api/session', headers })
  await expect.poll(() => stream.ended, { timeout: 15_000, interval: 100 }).toBe(true)
  expect(stream.text).toContain('event: end\ndata: {"why":"session"}')
})

test('one person\'s seventh window takes the place of the first', async () => {
  const windows: Awaited<ReturnType<typeof follow>>[] = []
  for (let at = 0; at < 7; at += 1) windows.push(await follow('owner'))
  await expect.poll(() => windows[0]!.ended, { timeout: 5_000 }).toBe(true)
  expect(windows[0]!.text).toContain('too_many')
  expect(windows.slice(1).map(({ ended }) => ended)).toEqual(Array.from({ length: 6 }, () => false))
  for (const { leave } of windows) leave()
})

test('a listening connection that breaks is opened again, and screens hear of the gap', async () => {
  const stream = await follow('owner')
  await fresh.db.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'shuke live' and datname = current_database()`)
  await expect.poll(() => stream.text, { timeout: 10_000 }).toMatch(/event: behind[\s\S]*event: changed/)
  stream.text = ''
  await tellChange(world.db, world.chain_id, [note(world.stores.gh.id)])
  await expect.poll(() => stream.text, { timeout: 5_000 }).toContain('"sale.settled"')
  stream.leave()
})

test('with the last screen gone the listening connection goes too', async () => {
  const stream = await follow('owner')
  const listening = async () => {
    const { rows } = await sql<{ count: number }>`select count(*) from pg_stat_activity
      where application_name = 'shuke live' and datname = current_database()`.execute(fresh.db.kysely)
    return rows[0]!.count
  }
  expect(await listening()).toBe(1)
  stream.leave()
  await expect.poll(listening, { timeout: 5_000 }).toBe(0)
})

test('who takes nothing is let go, and until then one event waits however many happen', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const live = openLive(fresh.db)
  try {
    const { stream, closed } = stuck(live.follow({
      input: {}, signed: { who: world.who.owner, session_id: '' }, address: '', user_agent: '', accepts: '',
      keepToken: () => undefined, keep: () => undefined,
      kept: { session: null, browser: null, desk: null, till: null }, stillSigned: async () =>
        world.who.owner,
    }))
    for (let at = 0; at < 200; at += 1) await tellChange(world.db, world.chain_id, [note(shop.store_id)])
    expect(stream.readableLength).toBeLessThan(300)
    await vi.advanceTimersByTimeAsync(20_000)
    await closed
    expect(stream.destroyed).toBe(true)
  } finally {
    vi.useRealTimers()
    await live.close()
  }
})

/** A stream that is read from once and then never again. */
function stuck({ body }: Outgoing) {
  body.read()
  return { stream: body, closed: new Promise((resolve) => { body.once('close', resolve) }) }
}

test('a server that stops ends its streams instead of waiting for them', async () => {
  const third = await serveWorld(world, fresh.app_url)
  const base = await third.app.listen({ port: 0 })
  const cookie = await signInAs(third.app, world, 'owner')
  const headers = { cookie, accept: 'text/event-stream' }
  const response = await fetch(`${base}${watchFigures.path}`, { headers })
  const text = response.text()
  const from = performance.now()
  await third.close()
  expect(await text).toContain('"closing"')
  expect(performance.now() - from).toBeLessThan(5_000)
})
