import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isFileName, openFolder } from './files.ts'

const home = mkdtempSync(join(tmpdir(), 'shuke-files-'))
const folder = join(home, 'files')
const files = openFolder(folder)
afterAll(() => { rmSync(home, { recursive: true }) })

const bytes = Buffer.from('a picture')
const name = createHash('sha256').update(bytes).digest('hex')
const path = join(folder, name.slice(0, 2), name.slice(2, 4), name)

test('a file is named after what it holds, kept once, and closed to other accounts', async () => {
  expect(await files.keep(bytes)).toBe(name)
  const { ino, mode } = statSync(path)
  expect((mode & 0o777).toString(8)).toBe('600')
  expect((statSync(dirname(path)).mode & 0o777).toString(8)).toBe('700')
  expect(await files.keep(Buffer.from(bytes))).toBe(name)
  expect(statSync(path).ino).toBe(ino)
  expect(await files.read(name)).toEqual(bytes)
  // Nothing half-written is left beside it.
  expect(readdirSync(dirname(path))).toEqual([name])
})

test('twenty at once keep one file', async () => {
  const same = Buffer.from('twenty at once')
  const names = await Promise.all(Array.from({ length: 20 }, () => files.keep(same)))
  expect(new Set(names).size).toBe(1)
  expect(readdirSync(join(folder, names[0]!.slice(0, 2), names[0]!.slice(2, 4)))).toEqual([names[0]])
})

test('bytes that changed on the disk are not given out, and are mended by keeping them again', async () => {
  writeFileSync(path, 'another picture')
  expect(await files.read(name)).toBeNull()
  expect(await files.keep(bytes)).toBe(name)
  expect(readFileSync(path)).toEqual(bytes)
})

test('a name that is none leads nowhere', async () => {
  writeFileSync(join(home, 'secrets.json'), 'secret')
  const cases = ['', '../secrets.json', '..%2fsecrets.json', `${'../'.repeat(3)}secrets.json`, '/etc/passwd',
    name.toUpperCase(), `${name}/../x`, `${name}\n`, name.slice(1), 'g'.repeat(64), '0'.repeat(64)]
  for (const one of cases) expect.soft([one, await files.read(one)]).toEqual([one, null])
  expect([isFileName(name), isFileName(`${name}\n`)]).toEqual([true, false])
})
