import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { workbookOf, zipOf } from '#test/workbook.ts'
import { Refusal } from './refusal.ts'
import { fileLimits } from './spreadsheet-limits.ts'
import { readSheets } from './spreadsheet.ts'

const mb = 1024 * 1024
const sheet = (data: string, claims_bytes?: number) =>
  workbookOf({ sheets: [{ name: 'S', data, ...(claims_bytes === undefined ? {} : { claims_bytes }) }] })
const good = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
const xlsx = (part: string, text: string) => zipOf([
  { path: 'xl/workbook.xml', text: '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>' },
  {
    path: 'xl/_rels/workbook.xml.rels',
    text: '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>',
  },
  { path: part, text },
])
const container = Buffer.from('d0cf11e0a1b11ae1', 'hex')

const refusals: [string, () => Uint8Array, string][] = [
  ['no byte', () => Buffer.alloc(0), 'file_empty'],
  ['blank lines alone', () => Buffer.from('\n , ,\r\n\t\n'), 'file_empty'],
  ['a workbook without a filled cell', () => sheet('<row r="1"><c r="A1"/></row>'), 'file_empty'],
  ['a png', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'file_is_picture'],
  ['a jpeg called csv', () => Buffer.from('ffd8ffe000104a464946', 'hex'), 'file_is_picture'],
  ['a packed picture', () => gzipSync(Buffer.from('GIF89a....')), 'file_is_picture'],
  ['a picture of a telephone', () => Buffer.from('\0\0\0\x18ftypheic', 'latin1'), 'file_is_picture'],
  ['an old workbook', () => Buffer.concat([container, Buffer.alloc(600)]), 'file_old_excel'],
  [
    'a workbook behind a password',
    () => Buffer.concat([container, Buffer.from('EncryptedPackage', 'utf16le')]),
    'file_unreadable password',
  ],
  ['a pdf', () => Buffer.from('%PDF-1.7'), 'file_unreadable kind'],
  ['a program', () => Buffer.from('\x7fELF\x02\x01\0\0\0\0\0\0', 'latin1'), 'file_unreadable kind'],
  ['a web page called xls', () => Buffer.from('<html><table>'), 'file_unreadable html'],
  ['a zip that is no workbook', () => zipOf([{ path: 'a.txt', text: 'a' }]), 'file_unreadable kind'],
  ['half a workbook', () => good.subarray(0, good.length / 2), 'file_unreadable zip'],
  ['a broken middle', () => good.map((byte, at) => at > 60 && at < 90 ? 7 : byte), 'file_unreadable zip'],
  [
    'an encrypted part', () => zipOf([{ path: 'xl/workbook.xml', text: 'x', encrypted: true }]),
    'file_unreadable password',
  ],
  ['half a gzip', () => gzipSync('a,b\n'.repeat(999)).subarray(0, 30), 'file_unreadable zip'],
  [
    'entities that grow', () => xlsx('xl/s.xml', '<!DOCTYPE x [<!ENTITY a "&b;&b;">]><a>&a;</a>'),
    'file_unreadable xml',
  ],
  ['a sheet that breaks off', () => xlsx('xl/s.xml', '<worksheet><row><c>'), 'file_unreadable xml'],
  ['a part that is missing', () => xlsx('xl/other.xml', '<worksheet/>'), 'file_unreadable zip'],
  ['rows out of order', () => sheet('<row r="2"/><row r="1"/>'), 'file_unreadable rows'],
  ['a row without end', () => sheet('<row r="9e99"/>'), 'file_unreadable rows'],
  ['a cell without place', () => sheet('<row r="1"><c r="1"/></row>'), 'file_unreadable cells'],
  ['a quote never closed', () => Buffer.from(`a,b\n"${'c,d\n'.repeat(9)}`), 'file_unreadable quotes'],
  [
    'UTF-8 with one broken byte',
    () => Buffer.concat([Buffer.from('名称,售价\n果冻布丁'), Buffer.of(0xe6), Buffer.from(',1\n')]),
    'file_unreadable encoding',
  ],
  ['Western one-byte text', () => iconv.encode('prénom,café\nété,1\n', 'latin1'), 'file_unreadable encoding'],
  ['51 MB', () => Buffer.alloc(51 * mb, 'a,b\n'), 'file_too_large packed_bytes'],
  [
    'a column number a million', () => sheet('<row r="1"><c r="BDWGN1"><v>1</v></c></row>'),
    'file_too_large columns',
  ],
  ['501 columns of text', () => Buffer.from(`${'a,'.repeat(500)}a\n`), 'file_too_large columns'],
  ['one line of five million commas', () => Buffer.alloc(5 * mb, ','), 'file_too_large columns'],
  ['more rows than a million', () => Buffer.alloc(2_000_002, 'a\n'), 'file_too_large rows'],
  ['a cell of 40,000 letters', () => Buffer.from('a'.repeat(40_000)), 'file_too_large cell_characters'],
  ['a sheet that says it is 4 GB', () => sheet('', 0xfffffffe), 'file_too_large unpacked_bytes'],
]
test.each(refusals)('%s is refused by name', async (_, bytes, said) => {
  const refusal = await readSheets(bytes(), '商品.csv').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Refusal)
  const { code, params } = refusal as Refusal
  expect([code, params.why ?? params.which ?? ''].join(' ').trim()).toBe(said)
})

test('a file that is too large says how large it may be', async () => {
  const refusal = readSheets(Buffer.alloc(51 * mb), 'x.csv')
  await expect(refusal).rejects.toMatchObject({ params: { limit: '50 MB' } })
})

test('a bomb that hides its size is stopped while it unpacks', async () => {
  const limits = { ...fileLimits, unpacked_bytes: 4 * mb, text_bytes: 4 * mb }
  const filler = '<c r="A1"/>'.repeat(1_500_000)
  const bomb = sheet(`<row r="1">${filler}</row>`, 100)
  expect(bomb.length).toBeLessThan(100_000)
  await expect(readSheets(bomb, 'x', limits)).rejects.toMatchObject({ params: { which: 'unpacked_bytes' } })
  const packed = gzipSync(filler)
  await expect(readSheets(packed, 'x', limits)).rejects.toMatchObject({ params: { which: 'text_bytes' } })
})

test('tags made of quotes and marks take time in proportion, not squared', async () => {
  const started = performance.now()
  const hostile = xlsx('xl/s.xml', `<worksheet a="${'>'.repeat(900_000)}"><sheetData/></worksheet>`)
  await expect(readSheets(hostile, 'x.xlsx')).rejects.toMatchObject({ code: 'file_empty' })
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a sheet of 60,000 rows is read whole', async () => {
  const row = (number: number) => `<row r="${number}"><c r="A${number}"><v>${number - 1}</v></c></row>`
  const data = Array.from({ length: 60_000 }, (_, at) => row(at + 1)).join('')
  const [read] = await readSheets(sheet(data), 'x.xlsx')
  expect(read!.rows.length).toBe(60_000)
  expect(read!.rows.at(-1)).toEqual({ row: 60_000, cells: ['59999'] })
})
