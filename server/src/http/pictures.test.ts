import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTillCatalog, listGoods, readGoods } from '#contract/goods.ts'
import * as contract from '#contract/pictures.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { inChain } from '#kernel/db.ts'
import { readAudit } from '#kernel/audit.ts'
import { readVersion } from '#kernel/versions.ts'
import type { fetchOutside } from '#kernel/outbound.ts'
import { openShop } from '#test/shop.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import type { Served } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { PersonName, World } from '#test/world.ts'
import { pictureRoutes } from '#modules/catalog/routes.ts'
import { allRoutes } from './routes.ts'

const database = await freshDatabase()
let world: World, another: World, served: Served, sku_id = ''
const cookies = {} as Record<PersonName, string>
beforeAll(async () => {
  world = await makeWorld(database.db)
  another = await makeWorld(database.db, { code: 'another', master: world.master })
  served = await serveWorld(world, database.app_url)
  for (const name of ['owner', 'manager', 'cashier', 'jyCashier'] as const)
    cookies[name] = await signInAs(served.app, world, name)
  sku_id = await openShop(world).goods('五常大米', 5_290)
})
afterAll(async () => {
  await served.close()
  await database.drop()
})

const painted = (red: number) =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: { r: red, g: 80, b: 20 } } })
const jpeg = await painted(200).withExif({ IFD0: { Make: 'PhoneMaker' } }).jpeg().toBuffer()
const png = await painted(10).png().toBuffer()

const asked = async (name: PersonName, endpoint: Endpoint, request: Record<string, unknown>) =>
  await ask(served.app, endpoint, { ...request, as: { cookie: cookies[name] } })
const put = async (file: Buffer, file_type: string, change: { name?: PersonName; sku_id?: string } = {}) =>
  await asked(change.name ?? 'owner', contract.putPicture,
    { sku_id: change.sku_id ?? sku_id, file, file_type })
const codeOf = (response: { json: () => { code?: string } }) => response.json().code

test('a picture is put up, shown wherever the article is, and served to who may see goods', async () => {
  const made = await put(jpeg, 'image/jpeg')
  expect(made.statusCode).toBe(200)
  const { picture } = made.json<{ picture: string }>()
  expect(picture).toMatch(/^[0-9a-f]{64}$/)
  const catalog = await asked('cashier', readTillCatalog, { store_id: world.stores.gh.id })
  expect(catalog.json<{ skus: { id: string; picture: string | null }[] }>().skus)
    .toContainEqual(expect.objectContaining({ id: sku_id, picture }))
  expect((await asked('manager', readGoods, { sku_id })).json()).toMatchObject({ sku: { picture } })
  expect((await asked('manager', listGoods, {})).json()).toMatchObject({ rows: [{ id: sku_id, picture }] })

  const shown = await asked('jyCashier', contract.readPicture, { picture })
  expect(shown.headers).toMatchObject({
    'content-type': 'image/webp', 'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; sandbox`,
    'content-disposition': `inline; filename="${picture.slice(0, 12)}.webp"`,
    'cache-control': 'private, max-age=31536000, immutable', 'cross-origin-resource-policy': 'same-origin',
    'content-length': String(shown.rawPayload.length),
  })
  const { format, exif, width } = await sharp(shown.rawPayload).metadata()
  expect({ format, exif, width }).toEqual({ format: 'webp', exif: undefined, width: 640 })
  expect(shown.rawPayload.includes('PhoneMaker')).toBe(false)
  const head = await served.app.inject(
    { method: 'HEAD', url: contract.pictureAddress(picture), headers: { cookie: cookies.cashier } })
  expect([head.statusCode, head.body, head.headers['content-type']]).toEqual([200, '', 'image/webp'])
})

test('a picture is for those signed in, of the chain whose goods show it', async () => {
  const { picture } = (await put(jpeg, 'image/jpeg')).json<{ picture: string }>()
  expect((await ask(served.app, contract.readPicture, { picture })).statusCode).toBe(401)
  const elsewhere = await signInAs(served.app, another, 'owner')
  const foreign = await ask(served.app, contract.readPicture, { picture, as: { cookie: elsewhere } })
  const nowhere = await ask(served.app, contract.readPicture,
    { picture: 'f'.repeat(64), as: { cookie: elsewhere } })
  expect([foreign.statusCode, codeOf(foreign)]).toEqual([404, 'not_found'])
  expect([nowhere.statusCode, codeOf(nowhere)]).toEqual([404, 'not_found'])
  expect(foreign.headers['cache-control']).toBe('no-store')
  for (const odd of ['../../secrets.json', `${picture}x`, picture.toUpperCase(), '%00', 'F'.repeat(64)])
    expect.soft((await asked('cashier', contract.readPicture, { picture: odd })).statusCode).toBe(400)
  // Another chain's article is not there to hang a picture on, nor are its prices a way in.
  const hung = await ask(served.app, contract.putPicture,
    { sku_id, file: png, file_type: 'image/png', as: { cookie: elsewhere } })
  expect([hung.statusCode, codeOf(hung)]).toEqual([404, 'not_found'])
})

const state = async () => await inChain(world.db, world.chain_id, async (tx) => ({
  version: await readVersion(tx, world.chain_id, 'catalog'),
  acts: (await readAudit(tx, world.chain_id, { limit: 200 })).filter(({ verb }) => verb === 'goods.picture'),
}))

test('each change is on record once and raises the catalogue; the same picture again does not', async () => {
  const first = (await put(jpeg, 'image/jpeg')).json<{ picture: string }>().picture
  const before = await state()
  expect((await put(jpeg, 'image/jpeg')).json()).toMatchObject({ picture: first })
  expect(await state()).toEqual(before)
  const second = (await put(png, 'image/png')).json<{ picture: string }>().picture
  expect(second).not.toBe(first)
  // What is shown no more is not there any more.
  expect((await asked('cashier', contract.readPicture, { picture: first })).statusCode).toBe(404)
  expect((await asked('owner', contract.removePicture, { sku_id })).json()).toMatchObject({ picture: null })
  expect((await asked('owner', contract.removePicture, { sku_id })).json()).toMatchObject({ picture: null })
  expect((await asked('cashier', contract.readPicture, { picture: second })).statusCode).toBe(404)
  const after = await state()
  expect(after.version).toBe(before.version + 2)
  const by = { ref: sku_id, principal_id: world.staff.owner }
  expect(after.acts.slice(0, 2)).toMatchObject([
    { ...by, detail: { before: second, after: null } }, { ...by, detail: { before: first, after: second } },
  ])
})

test('a picture is refused in words', async () => {
  const cases: [Promise<Awaited<ReturnType<typeof put>>>, number, string][] = [
    [put(Buffer.from('<svg/>'), 'image/svg+xml'), 409, 'upload_other_type'],
    [put(Buffer.from('<script>'), 'text/html'), 409, 'upload_other_type'],
    [put(Buffer.from('{}'), 'application/json'), 409, 'upload_other_type'], [put(jpeg, ''), 400, 'bad_input'],
    [put(Buffer.alloc(0), 'image/png'), 409, 'upload_other_type'],
    [put(Buffer.from('<script>'), 'image/png'), 409, 'picture_unreadable'],
    [put(jpeg, 'image/png'), 409, 'picture_unreadable'],
    [put(jpeg.subarray(0, 500), 'image/jpeg'), 409, 'picture_unreadable'],
    [put(Buffer.alloc(13 * 1024 * 1024), 'image/png'), 413, 'body_too_large'],
    [put(jpeg, 'image/jpeg', { name: 'cashier' }), 403, 'not_permitted'],
    [put(jpeg, 'image/jpeg', { sku_id: world.chain_id }), 404, 'not_found'],
    [put(jpeg, 'image/jpeg', { sku_id: 'x' }), 400, 'bad_input'],
  ]
  for (const [answer, status, code] of cases) {
    const response = await answer
    expect.soft([response.statusCode, codeOf(response)]).toEqual([status, code])
  }
  const large = await put(Buffer.alloc(13 * 1024 * 1024), 'image/png')
  expect(large.json()).toMatchObject({ params: { limit_kb: 12_288 } })
  const unsaid = await served.app.inject({ method: 'PUT', url: `/api/goods/${sku_id}/picture`, payload: jpeg,
    headers: { cookie: cookies.owner, 'content-type': 'image/jpeg' } })
  expect([unsaid.statusCode, codeOf(unsaid)]).toEqual([403, 'wrong_origin'])
  // Only where a file is awaited is one taken: elsewhere it is no JSON, and large ones are not even read.
  const elsewhere = await served.app.inject({ method: 'POST', url: '/api/goods', payload: jpeg,
    headers: { cookie: cookies.owner, 'content-type': 'image/jpeg', 'x-shuke': 'test' } })
  expect([elsewhere.statusCode, codeOf(elsewhere)]).toEqual([400, 'bad_input'])
})

test('a picture from an address comes through the one way out, or not at all', async () => {
  const from = async (address: string) => await asked('owner', contract.fetchPicture, { sku_id, address })
  const closed = [
    'http://127.0.0.1/x.png', 'http://169.254.169.254/latest/meta-data/', 'http://[::1]:8460/x.png',
    'file:///etc/passwd', 'http://0x7f.1/x.png', 'http://localhost:5432/', 'ftp://example.com/x.png',
  ]
  for (const address of closed) {
    const answer = await from(address)
    expect.soft([address, answer.statusCode, codeOf(answer)]).toEqual([address, 409, 'address_refused'])
  }
  expect((await from('')).json()).toMatchObject({ code: 'bad_input', fields: [{ path: 'address' }] })
  const cashier = await asked('cashier', contract.fetchPicture, { sku_id, address: 'http://a.example/' })
  expect(cashier.statusCode).toBe(403)

  // A site that answers, as the one way out hands it on.
  const fetched: Parameters<typeof fetchOutside>[] = []
  const routes = pictureRoutes({ ...served.house, fetch: async (...asking) => {
    fetched.push(asking)
    return { type: 'image/png', bytes: png }
  } })
  const own = new Set(routes.map(({ endpoint }) => endpoint))
  const fake = await serveWorld(world, database.app_url,
    { routes: [...allRoutes(served.house).filter(({ endpoint }) => !own.has(endpoint)), ...routes] })
  try {
    const answer = await ask(fake.app, contract.fetchPicture,
      { sku_id, address: ' https://pictures.example/rice.png ', as: { cookie: cookies.owner } })
    expect(answer.json()).toMatchObject({ picture: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(fetched).toEqual([['https://pictures.example/rice.png',
      { types: ['image/jpeg', 'image/png', 'image/webp'], most_kb: 12_288, most_ms: 12_000 }]])
    const gone = await ask(fake.app, contract.fetchPicture,
      { sku_id: world.chain_id, address: 'https://pictures.example/', as: { cookie: cookies.owner } })
    expect([gone.statusCode, fetched.length]).toEqual([404, 1])
  } finally {
    await fake.close()
  }
})

test('the contract tells what is taken and what comes back', async () => {
  const { paths } = (await served.app.inject('/api/openapi.json')).json()
  expect(Object.keys(paths['/api/goods/{sku_id}/picture'].put.requestBody.content))
    .toEqual(['image/jpeg', 'image/png', 'image/webp'])
  expect(paths['/api/pictures/{picture}'].get.responses[200].content)
    .toEqual({ 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } })
})
