import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeOf, prepareHome, writing } from './embedded-place.ts'
import { Failure } from './failure.ts'

test('what the system says about a folder becomes one sentence for the operator', () => {
  const cases: [string, RegExp | null][] = [
    ['EROFS', /^The data folder \/shop cannot be written: /],
    ['EACCES', /^The data folder \/shop cannot be written: /],
    ['ENOENT', /^The data folder \/shop cannot be written: /],
    ['ENOSPC', /^The disk that holds \/shop is full: /], ['EDQUOT', /^The disk that holds \/shop is full: /],
    ['ENOTDIR', /^\/shop cannot be made a folder: /], ['EIO', null],
  ]
  for (const [code, sentence] of cases) {
    const error = Object.assign(new Error(code), { code })
    const step = () => writing('/shop', () => { throw error })
    expect(step).toThrow(sentence ?? error)
  }
})

test('a data folder below a file is one sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shuke-place-'))
  try {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(() => prepareHome(placeOf(join(file, 'data')))).toThrow(new Failure(
      `${join(file, 'data')} cannot be made a folder: name another data folder in SHUKE_DATA.`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
