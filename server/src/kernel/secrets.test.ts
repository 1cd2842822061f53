import {
  mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, chmodSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { homeOf } from './embedded-place.ts'
import { Failure } from './failure.ts'
import { loadSecrets } from './secrets.ts'

const folders: string[] = []

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shuke-secrets-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(homeOf(folder), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the first run makes secrets that nobody else can read, and later runs read the same ones', () => {
  const folder = freshFolder()
  const first = loadSecrets(folder)
  expect(loadSecrets(folder)).toEqual(first)
  const { mode } = statSync(join(homeOf(folder), 'secrets.json'))
  if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600)
  expect(Buffer.from(first.session_key, 'base64url')).toHaveLength(32)
  expect(first.demo_password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
  const left = readdirSync(homeOf(folder)).filter((name) => name.startsWith('secrets.json'))
  expect(left).toEqual(['secrets.json'])
})

test('no two secrets are alike, in one folder or in two', () => {
  const all = [...Object.values(loadSecrets(freshFolder())), ...Object.values(loadSecrets(freshFolder()))]
  expect(new Set(all).size).toBe(14)
})

test('a file that came back readable for everybody is closed again', () => {
  if (process.platform === 'win32') return
  const folder = freshFolder()
  loadSecrets(folder)
  const file = join(homeOf(folder), 'secrets.json')
  chmodSync(file, 0o644)
  loadSecrets(folder)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a database that lost its secrets is refused, and no new ones are made', () => {
  const folder = freshFolder()
  mkdirSync(join(homeOf(folder), 'postgres'), { recursive: true })
  expect(() => loadSecrets(folder)).toThrow(Failure)
  expect(() => loadSecrets(folder)).toThrow(/has lost its secrets: put .*secrets\.json back from a backup\.$/)
  expect(readdirSync(homeOf(folder))).toEqual(['postgres'])
})

test('damaged secrets are refused and left as they are', () => {
  for (const damage of ['', '{', 'null', '{"session_key":"short"}']) {
    const folder = freshFolder()
    loadSecrets(folder)
    const file = join(homeOf(folder), 'secrets.json')
    writeFileSync(file, damage)
    expect(() => loadSecrets(folder)).toThrow(
      /^The secrets in .* are damaged \(session_key\): put the file back from a backup\.$/)
    expect(readFileSync(file, 'utf8')).toBe(damage)
  }
})
