import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { serveScreens } from './static.ts'

const web_dir = mkdtempSync(join(tmpdir(), 'shuke-web-'))
for (const name of ['till', 'admin', 'setup', 'assets']) mkdirSync(join(web_dir, name))
writeFileSync(join(web_dir, 'till', 'index.html'), 'the till')
writeFileSync(join(web_dir, 'admin', 'index.html'), 'the console')
writeFileSync(join(web_dir, 'setup', 'index.html'), 'the setup')
writeFileSync(join(web_dir, 'assets', 'till-Bx3k9_aQ.js'), 'script')
writeFileSync(join(web_dir, 'sw.js'), 'worker')

const app = Fastify()
app.setErrorHandler(async (error, _, reply) => await reply.code(404).send({ code: (error as Error).message }))
let first_visit = false
await serveScreens(app, web_dir, async () => first_visit ? '/setup/' : '/admin/')
afterAll(async () => {
  await app.close()
  rmSync(web_dir, { recursive: true })
})

test('every app answers at their addresses and at every address inside them', async () => {
  const cases: [string, number, string][] = [
    ['/till/', 200, 'the till'], ['/admin/', 200, 'the console'], [
      '/admin/members/42?tab=ledger', 200, 'the console',
    ],
    ['/setup/', 200, 'the setup'], ['/setup/operator', 200, 'the setup'],
    ['/till/sale', 200, 'the till'], ['/assets/till-Bx3k9_aQ.js', 200, 'script'],
    ['/till/missing.js', 404, '{"code":"not_found"}'], ['/api/nothing', 404, '{"code":"not_found"}'],
    ['/other', 404, '{"code":"not_found"}'], ['/till/..%2f..%2fsecrets.json', 404, '{"code":"not_found"}'],
  ]
  for (const [url, status, body] of cases) {
    const response = await app.inject(url)
    expect([url, response.statusCode, response.body]).toEqual([url, status, body])
  }
  expect((await app.inject('/')).headers.location).toBe('/admin/')
  first_visit = true
  expect((await app.inject('/')).headers.location).toBe('/setup/')
  expect((await app.inject('/till')).headers.location).toBe('/till/')
})

test('a browser keeps what carries a digest, and asks again for the rest', async () => {
  const kept = async (url: string) => (await app.inject(url)).headers['cache-control']
  expect(await kept('/assets/till-Bx3k9_aQ.js')).toBe('public, max-age=31536000, immutable')
  expect(await kept('/admin/')).toBe('no-cache')
  expect(await kept('/sw.js')).toBe('no-cache')
  expect(await kept('/till/sale')).toBe('no-cache')
})

test('without built screens the server still serves its API', async () => {
  const bare = Fastify()
  bare.setErrorHandler(
    async (error, _, reply) => await reply.code(404).send({ code: (error as Error).message }),
  )
  await serveScreens(bare, join(web_dir, 'nothing'), async () => '/admin/')
  expect((await bare.inject('/admin/')).json()).toEqual({ code: 'not_found' })
  await bare.close()
})
