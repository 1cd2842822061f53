import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { endpoints } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { app, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})

/** Those that a chain's own people may come to at all. */
const ofChains = endpoints.filter(({ need }) => need !== 'operator')

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`
const holes = (path: string) => Object.fromEntries([...path.matchAll(/:(\w+)/g)].map(([, name = '']) =>
  [name, name.endsWith('_id') ? randomUUID() : name === 'picture' ? '0'.repeat(64) : 'nothing']))

test('every list of a chain that only just began answers in its shape', async () => {
  const cookie = await signInAs(app, world, 'owner')
  const asked: string[] = []
  for (const endpoint of ofChains.filter(({ method, path }) => method === 'GET' && !path.includes(':'))) {
    const needs = ['/api/till/catalog', '/api/top-up-plan'].includes(endpoint.path)
    const response = await ask(app, endpoint, {
      ...needs ? {
        store_id: world.stores.gh.id,
      } : {}, ...endpoint.path === '/api/till/members' ? { find: '王' } : {},
      as: { cookie },
    })
    expect(
      [nameOf(endpoint), response.statusCode, response.json().message],
    ).toEqual([nameOf(endpoint), 200, undefined])
    asked.push(endpoint.path)
  }
  expect(asked.length).toBeGreaterThan(10)
})

test('nothing but sign-in answers a stranger, and nothing is found under a made-up id', async () => {
  const from = { remoteAddress: '192.168.1.77' }
  const cookie = await signInAs(app, world, 'owner')
  for (const endpoint of endpoints) {
    const open = endpoint.need === 'open'
    const stranger = await ask(app, endpoint, { ...holes(endpoint.path), as: from })
    // What wants no input is answered: whether the setup is open, and that this browser is no till.
    const expected = !open ? [401] : endpoint.body ? [400] : [200, 403]
    expect([nameOf(endpoint), expected]).toEqual([nameOf(endpoint),
      expect.arrayContaining([stranger.statusCode])])
    if (endpoint.need === 'operator' || endpoint.method !== 'GET' || !endpoint.path.includes(':')) continue
    const unknown = await ask(app, endpoint, { ...holes(endpoint.path), as: { cookie } })
    expect([nameOf(endpoint), unknown.statusCode]).toEqual([nameOf(endpoint), 404])
  }
})

test('a cashier is refused what the role does not hold, whatever the input says', async () => {
  const cookie = await signInAs(app, world, 'cashier')
  const held = new Set<string>(world.who.cashier.permissions)
  const beyond = ofChains.filter(
    ({ need }) => !['open', 'signed_in', 'local_or_docs'].includes(need) && !held.has(need),
  )
  expect(beyond.map(nameOf)).toContain('PUT /api/settings/:key')
  for (const endpoint of beyond) {
    const response = await ask(app, endpoint, { ...holes(endpoint.path), as: { cookie } })
    expect(
      [nameOf(endpoint), response.statusCode, response.json().code],
    ).toEqual([nameOf(endpoint), 403, 'not_permitted'])
  }
})

test('a store out of reach is no store, at every endpoint that takes one', async () => {
  const cookie = await signInAs(app, world, 'manager')
  const reading = endpoints.filter(
    ({ method, scope, query }) => method === 'GET' && scope === 'store' && query !== undefined,
  )
  const may = reading.filter(({ need }) => (world.who.manager.permissions as Set<string>).has(need))
  expect(may.length).toBeGreaterThan(3)
  for (const endpoint of may) {
    const response = await ask(app, endpoint, { store_id: world.stores.jy.id, as: { cookie } })
    expect(
      [nameOf(endpoint), response.statusCode, response.json().code],
    ).toEqual([nameOf(endpoint), 404, 'store_unknown'])
  }
})
