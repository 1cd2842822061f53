import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readSheets } from '#kernel/spreadsheet.ts'
import type { Cell } from './cells.ts'
import { csvSheet } from './csv.ts'
import type { Sheet } from './sheet.ts'
import { openSink } from './sink.ts'
import type { Sink } from './sink.ts'
import { escaped, xlsxSheet } from './xlsx.ts'

const folder = await mkdtemp(join(tmpdir(), 'shuke-exports-'))
afterAll(async () => { await rm(folder, { recursive: true, force: true }) })
let files = 0

async function written(open: (sink: Sink) => Promise<Sheet> | Sheet, rows: Cell[][]) {
  const path = join(folder, `${files += 1}`)
  const sheet = await open(await openSink(path))
  for (const row of rows) await sheet.row(row)
  const told = await sheet.end()
  const bytes = await readFile(path)
  expect(told).toEqual({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  return bytes
}

const xlsx = (rows: Cell[][]) =>
  written((sink) => xlsxSheet(sink, { title: '会员', kinds: ['text', 'fen'] }), rows)
const csv = (rows: Cell[][]) => written(csvSheet, rows)

test('a workbook says what went into it, read by our reader', async () => {
  const rows: Cell[][] = [
    ['水印'], ['会员', '本金（元）'], ['周敏华 & <b>"小雨"</b>', { number: '1234.50', kind: 'fen' }],
    [null, { number: '-0.612', kind: 'milli' }], ['0012', null],
    ['☂️👩‍👩‍👧 _x0041_ \u0007', { number: '-3', kind: 'count' }],
  ]
  const sheets = await readSheets(await xlsx(rows), 'a.xlsx')
  expect(sheets[0]!.name).toBe('会员')
  expect(sheets[0]!.rows.map(({ cells }) => cells)).toEqual([
    ['水印'], ['会员', '本金（元）'], ['周敏华 & <b>"小雨"</b>', '1234.50'], ['', '-0.612'], ['0012'],
    ['☂️👩‍👩‍👧 _x0041_ ', '-3'],
  ])
})

test('whatever the words, a workbook stays one and gives them back', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), {
    minLength: 1, maxLength: 8,
  }), async (words) => {
    const sheets = await readSheets(await xlsx([words.map((word) => `x${word}x`)]), 'a.xlsx')
    // oxlint-disable-next-line no-control-regex
    const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
    const plain = words.map((word) => `x${word}x`.toWellFormed().replaceAll(unwritable, ''))
    expect(sheets[0]!.rows[0]!.cells.map((cell) => cell.replaceAll(/\r\n?/g, '\n')))
      .toEqual(plain.map((word) => word.replaceAll(/\r\n?/g, '\n')))
  }), { numRuns: 60 })
})

test('a large workbook is packed as it comes', async () => {
  const row: Cell[] = ['桂花路店的一位老会员', { number: '88.00', kind: 'fen' }]
  const bytes = await xlsx(Array.from({ length: 20_000 }, () => row))
  expect(bytes.length).toBeLessThan(200_000)
  const sheets = await readSheets(bytes, 'a.xlsx')
  expect(sheets[0]!.rows).toHaveLength(20_000)
})

test('a text file has Excel\'s mark, quotes where it must, and ends its lines as Excel does', async () => {
  const bytes = await csv([['水印, "a"'], ['x\ny', null, { number: '-1.50', kind: 'fen' }]])
  expect(bytes.toString()).toBe('\uFEFF"水印, ""a"""\r\n"x\ny",,-1.50\r\n')
})

test('a file that is there already is never written over', async () => {
  const path = join(folder, 'once')
  const sink = await openSink(path)
  await sink.write(Buffer.from('mine'))
  await sink.end()
  await expect(openSink(path)).rejects.toThrow('EEXIST')
  expect(await readFile(path, 'utf8')).toBe('mine')
})

test('a cell is cut where a spreadsheet would refuse it', () => {
  expect(escaped('字'.repeat(40_000))).toHaveLength(32_767)
})
