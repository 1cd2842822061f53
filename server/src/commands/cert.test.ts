import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { placeOf } from '#kernel/embedded-place.ts'
import { freshDatabase } from '#test/world.ts'
import { cert } from './cert.ts'
import type { Environment } from './command.ts'
import { start } from './start.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const fresh = await freshDatabase()
const data_dir = mkdtempSync(join(tmpdir(), 'shuke-cert-'))
const environment: Environment = {
  port: 0, https_port: 0, host: '127.0.0.1', database_url: fresh.app_url, database_owner_url: fresh.owner_url,
  data_dir, log_level: 'warn', language: 'en', demo: false,
}
afterAll(async () => {
  await fresh.drop()
  for (const path of [placeOf(data_dir).home_dir, data_dir]) rmSync(path, { recursive: true, force: true })
})

type Told = { ca_file: string; ca_sha256: string; names: string[]; addresses: string[]; until: string }
let told: Told, lines: readonly string[] = []
const run = async (...args: string[]) => await cert.run(args, { environment, tell: (data, said) => {
  told = data as Told
  lines = said
} })

/** Asks over https as a till that has installed this authority and trusts nobody else. */
async function asked(url: string, ca: string | undefined, headers: Record<string, string> = {}) {
  return await new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve,
    reject) => {
    get(url, { agent: false, headers, ...ca === undefined ? {} : { ca } }, (response) => {
      let body = ''
      response.on('data', (piece) => { body += String(piece) })
      response.on('end', () => { resolve({ status: response.statusCode!, headers: response.headers, body }) })
    }).on('error', reject)
  })
}

const said: string[] = []
beforeAll(async () => { await run('--name', 'Till.local', '--address', '192.168.1.10') })

test('the command says what it made, where the authority is, and how to know it', () => {
  expect(told.names).toEqual(expect.arrayContaining(['till.local', 'localhost']))
  expect(told.addresses).toEqual(expect.arrayContaining(['192.168.1.10', '127.0.0.1']))
  const ca = readFileSync(told.ca_file, 'utf8')
  expect(new X509Certificate(ca).fingerprint256).toBe(told.ca_sha256)
  expect(lines.join('\n')).toContain(told.ca_file)
  expect(Date.parse(told.until) - Date.now()).toBeGreaterThan(390 * 86_400_000)
})

test('with a certificate the server answers over https beside http, to who trusts the authority',
  async () => {
  const ca = readFileSync(told.ca_file, 'utf8')
  const { address, secure_address, stop } = await start(environment, (line) => { said.push(line) })
  try {
    expect(secure_address).toMatch(/^https:\/\/localhost:\d+$/)
    expect(said.join('\n')).toMatch(/Console https:\/\/127\.0\.0\.1:\d+\/admin\//)
    const healthy = await asked(`${secure_address}/health`, ca)
    expect([healthy.status, healthy.body]).toEqual([200, '{"ok":true,"database":true}'])
    expect(healthy.headers).toMatchObject({
      'strict-transport-security': 'max-age=2592000', 'cross-origin-opener-policy': 'same-origin',
    })
    expect((await asked(`${secure_address!.replace('localhost', '127.0.0.1')}/api/session`,
      ca)).status).toBe(401)
    await expect(asked(`${secure_address}/health`, undefined)).rejects.toThrow(/unable to|self.signed/)

    // Over plain http it stays as it was, and hands the authority to tills that are to trust it.
    const plain = await fetch(`${address}/ca.crt`)
    expect([plain.status, plain.headers.get('content-type')]).toEqual([200, 'application/x-x509-ca-cert'])
    expect(await plain.text()).toBe(ca)
    expect(plain.headers.get('strict-transport-security')).toBeNull()
  } finally {
    await stop()
  }
  await expect(asked(`${secure_address}/health`, ca)).rejects.toThrow('ECONNREFUSED')
})

test('a port that is taken is one sentence, and nothing stays open', async () => {
  const { secure_address, stop } = await start(environment, () => undefined)
  const https_port = Number(new URL(secure_address!).port)
  try {
    await expect(start({ ...environment, https_port }, () => undefined))
      .rejects.toThrow(`Port ${https_port} on 127.0.0.1 is taken: stop the program that uses it, or name`
        + ' another in HTTPS_PORT.')
  } finally {
    await stop()
  }
})

test('another authority is never made, and options that are none are told', async () => {
  const before = told.ca_sha256
  await run()
  expect(told.ca_sha256).toBe(before)
  await expect(run('till.local')).rejects.toThrow('wants options alone')
  await expect(run('--name', 'shop.example.com')).rejects.toThrow('put a proxy')
})
