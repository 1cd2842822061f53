import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { workbookOf } from '#test/workbook.ts'
import { readSheets } from './spreadsheet.ts'

const table = [['名称', '条码', '售价'], ['喜之郎果冻', '6901234567892', '9.800000000000001'], ['可乐, 大瓶', '', '3']]
const quoted = (cell: string) => cell.includes(',') ? `"${cell}"` : cell
const csv = table.map((row) => row.map(quoted).join(',')).join('\r\n')

async function cellsOf(bytes: Uint8Array, name = 'x.csv'): Promise<string[][]> {
  const [sheet] = await readSheets(bytes, name)
  return sheet!.rows.map(({ cells }) => cells)
}

describe('separated text', () => {
  const tsv = csv.replaceAll('"', '').replace(/(?<!乐),/g, '\t')
  const semicolons = '名称;售价\n果冻;"9,80"\n可乐;3,5\n'
  const encodings: [string, Uint8Array][] = [
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${csv}`)],
    ['GB18030', iconv.encode(csv, 'gb18030')],
    ['UTF-16 little end first, with its mark', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['UTF-16 big end first, with its mark', Buffer.from(`\ufeff${csv}`, 'utf16le').swap16()],
    ['UTF-16 without mark', Buffer.from(csv, 'utf16le')],
    ['gzip', gzipSync(csv)],
    ['tabs', Buffer.from(tsv)],
    ['tabs in UTF-16, as "Unicode text" is saved', Buffer.from(`\ufeff${tsv}`, 'utf16le')],
    ['a first line that names the separator', Buffer.from(`sep=,\n${csv}`)],
  ]
  test.each(encodings)('is read alike from %s', async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual(table)
  })

  test('with semicolons keeps decimal commas inside its cells', async () => {
    expect(await cellsOf(Buffer.from(semicolons))).toEqual([['名称', '售价'], ['果冻', '9,80'], ['可乐', '3,5']])
  })

  test('keeps the four-byte letters of GB18030, also where a long file is cut for reading', async () => {
    const long = `名称,售价\n${'㐀𠮷果冻,1\n'.repeat(20_000)}`
    const cells = await cellsOf(iconv.encode(long, 'gb18030'))
    expect(cells.length).toBe(20_001)
    expect(new Set(cells.slice(1).map(([name]) => name))).toEqual(new Set(['㐀𠮷果冻']))
  })

  test('names rows as a spreadsheet would: blank lines count, lines inside quotes do not', async () => {
    const [sheet] = await readSheets(Buffer.from('a,b\n\n"c\nd",e\n,,\nf\n'), 'C:\\导出\\goods.csv.gz')
    expect(sheet).toEqual({ name: 'goods', rows: [
      { row: 1, cells: ['a', 'b'] }, { row: 3, cells: ['c\nd', 'e'] }, { row: 5, cells: ['f'] },
    ] })
  })

  test('gives back the text that an export has wrapped as a formula to keep its zeros', async () => {
    const cells = await cellsOf(Buffer.from('="0012",x\n"=""6901""",5" pipe\n'))
    expect(cells).toEqual([['0012', 'x'], ['6901', '5" pipe']])
  })
})

describe('a workbook', () => {
  test('written by a library is read with its sheets in order, whatever it is called', async () => {
    const bytes = await writeExcelFile([
      { data: [['说明', null], [null, null], ['第三行', 12.5]], sheet: '说明' },
      { data: [['名称', '售价'], ['果冻 🍮 & <大>', 9.8], [null, true]], sheet: '商品' },
    ]).toBuffer()
    expect(await readSheets(bytes, 'goods.csv')).toEqual([
      { name: '说明', rows: [{ row: 1, cells: ['说明'] }, { row: 3, cells: ['第三行', '12.5'] }] },
      { name: '商品', rows: [
        { row: 1, cells: ['名称', '售价'] }, { row: 2, cells: ['果冻 🍮 & <大>', '9.8'] },
        { row: 3, cells: ['', 'TRUE'] },
      ] },
    ])
  })

  const oneRow = (data: string, rest: { strings?: string, styles?: string, date1904?: boolean } = {}) =>
    workbookOf({ sheets: [{ name: 'S', data: `<row r="1">${data}</row>` }], ...rest })
  const styles = `<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
    <numFmt numFmtId="165" formatCode="000000000000"/>
    <numFmt numFmtId="166" formatCode="&quot;h&quot;0.00"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/>
    <xf numFmtId="166"/></cellXfs>`
  const cells: [string, string, string][] = [
    ['a number stays its digits', '<c r="A1"><v>9.800000000000001</v></c>', '9.800000000000001'],
    ['an exponent is left as it stands', '<c r="A1"><v>6.901234567892E12</v></c>', '6.901234567892E12'],
    ['runs of one text are joined without how it is said', '<c r="A1" t="s"><v>1</v></c>', '果冻 '],
    ['escaped control characters come back', '<c r="A1" t="s"><v>2</v></c>', 'a\tb'],
    ['a shared text that does not exist is blank', '<c r="A1" t="s"><v>99</v></c><c r="B1"><v>1</v></c>', ''],
    ['text inside the cell', '<c r="A1" t="inlineStr"><is><t>果</t><t><![CDATA[<冻>]]></t></is></c>', '果<冻>'],
    ['entities of every form', '<c r="A1" t="str"><v>&lt;&#26524;&#x51BB;&amp;&quot;&what;&#x110000;</v></c>',
      '<果冻&"&what;&#x110000;'],
    ['a formula counts by its value', '<c r="A1"><f>1+1</f><v>2</v></c>', '2'],
    ['a formula of text counts by its text', '<c r="A1" t="str"><f>B1&amp;"x"</f><v>yx</v></c>', 'yx'],
    ['a formula without a value shows itself', '<c r="A1"><f>E2*1.2</f></c>', '=E2*1.2'],
    ['a shared formula without a value too', '<c r="A1"><f t="shared" si="0"/></c>', '='],
    ['an error is its name', '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '#DIV/0!'],
    ['a date', '<c r="A1" s="1"><v>45696</v></c>', '2025-02-08'],
    ['a date with its time', '<c r="A1" s="2"><v>45696.43597222222</v></c>', '2025-02-08 10:27:48'],
    ['a date in a format of the shop', '<c r="A1" s="3"><v>59</v></c>', '1900-02-28'],
    ['an hour alone', '<c r="A1" s="2"><v>0.5</v></c>', '12:00:00'],
    ['a code whose zeros only the format knows', '<c r="A1" s="4"><v>36000291452</v></c>', '036000291452'],
    ['letters in quotes make no date', '<c r="A1" s="5"><v>45696</v></c>', '45696'],
    ['prefixes and unnamed cells', '<x:c><x:v>7</x:v></x:c>', '7'],
    ['a ">" inside an attribute', "<c r='A1' note='a > b'><v>7</v></c>", '7'],
  ]
  test.each(cells)('%s', async (_, xml, text) => {
    const strings = '<si><t>零</t></si><si><r><t>果</t></r><rPh><t>guo</t></rPh><r><t>冻 </t></r></si>'
      + '<si><t>a_x0009_b</t></si>'
    const rows = await cellsOf(oneRow(xml, { strings, styles }), 'x.xlsx')
    expect(rows[0]?.[0]).toBe(text)
  })

  test('that counts days from 1904 gives the same dates', async () => {
    const rows = await cellsOf(oneRow('<c r="A1" s="1"><v>44234</v></c>', { styles, date1904: true }))
    expect(rows).toEqual([['2025-02-08']])
  })

  test('is read without its hidden sheets, and far cells stand in their columns', async () => {
    const bytes = workbookOf({ sheets: [
      { name: 'lists', state: 'veryHidden', data: '<row><c><v>1</v></c></row>' },
      {
        name: 'a &amp; b',
        data: '<row r="5"><c r="AB5"><v>1</v></c><c r="ZZZ5" s="1"/></row><row><c><v>2</v></c></row>',
      },
    ] })
    const sheets = await readSheets(bytes, 'x.xlsx')
    expect(sheets).toEqual([{ name: 'a & b', rows: [
      { row: 5, cells: [...Array(27).fill(''), '1'] }, { row: 6, cells: ['2'] },
    ] }])
  })
})
