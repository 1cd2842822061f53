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
