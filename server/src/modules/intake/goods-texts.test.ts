import { expect, test } from 'vitest'
import { fill } from '#contract/text.ts'
import { importEn } from '#contract/texts/import.en.ts'
import { importZh } from '#contract/texts/import.zh.ts'
import { type GoodsReading, readGoods } from './goods-rules.ts'

const columns = {
  name: 0, barcode: 1, price: 2, cost: 3, member_price: 4, stock: 5, category: 6, unit: 7, sold_by: 8 }
/** A row that is in order but for what a case changes. */
const usual = ['', '', '3', '2', '3', '5', '零食', '件', '计件']

type Case = [name: string, change: { [Field in keyof typeof columns]?: string }]
function read(cases: readonly Case[]): GoodsReading {
  const rows = cases.map(([name, change], at) => {
    const cells = [name, `code-${at}`, ...usual.slice(2)]
    for (const [field, value] of Object.entries(change)) cells[columns[field as keyof typeof columns]] = value
    return { row: at + 2, cells }
  })
  return readGoods({ rows, columns, ignored_columns: [] })
}

const amounts = (['price', 'cost', 'member_price'] as const).flatMap((field) =>
  ['面议', '-1', '999999999'].map((value): Case => [`${field} ${value}`, { [field]: value }]))
const { refused } = read([
  ['', {}], ['好'.repeat(121), {}], ['类', { category: '类'.repeat(61) }], ['位', { unit: '位'.repeat(21) }],
  ['=A1', {}], ['#N/A', {}], ['合计', { barcode: '' }], ['科学', { barcode: '6.9E+12' }],
  ['坏码', { barcode: '条码' }],
  ['甲', { barcode: 'twice' }], ['乙', { barcode: 'twice' }], ['无码', { barcode: '' }], ['无码', { barcode: '' }],
  ['卖法', { sold_by: '也许' }], ['袋装', { sold_by: '称重', unit: '袋' }], ['没价', { price: '' }],
  ['三位', { price: '3.333' }], ['三位会员', { member_price: '2.995' }], ['库存', { stock: '5瓶' }],
  ['多', { stock: '1e12' }], ...amounts,
])
const { notes } = read([
  ['尾数', { price: '3.000000000000001' }], ['零价', { price: '0', cost: '0', member_price: '0' }],
  ['分', { cost: '2.375' }], ['没成本', { cost: '' }], ['亏', { cost: '5' }], ['没会员价', { member_price: '' }],
  ['会员贵', { member_price: '4' }], ['没码', { barcode: '' }], ['展开', { barcode: '6.901234567892E12' }],
  ['没类', { category: '' }], ['同名', {}], ['同名', {}], ['TEST', {}], ['半件', { stock: '2.5' }],
  ['四位', { stock: '2.9996' }], ['负', { stock: '-3' }], ['公斤', { unit: 'kg', sold_by: '' }],
  ['没单位', { unit: '', sold_by: '称重' }], ['斤', { unit: '斤', sold_by: '称重' }],
])

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).toSorted()

test('every reason and every note of a file is said in both languages, with nothing left open', () => {
  const reasons = refused.flatMap((row) => row.reasons)
  for (const { zh, en, said } of [
    { zh: importZh.reasons, en: importEn.reasons, said: reasons },
    { zh: importZh.notes, en: importEn.notes, said: notes },
  ]) {
    // What a row says against the chain's own goods is no matter of the file.
    const fromFile = Object.keys(zh).filter((code) => code !== 'barcode_held' && code !== 'stock_kept')
    expect([...new Set(said.map(({ code }) => code as string))].toSorted()).toEqual(fromFile.toSorted())
    for (const texts of [zh, en] as Record<string, string>[]) for (const { code, params } of said)
      expect(fill(texts[code]!, params)).not.toMatch(/[{}]/)
  }
})

test('both languages have the same holes', () => {
  for (const part of ['reasons', 'notes', 'words'] as const) {
    const [zh, en]: Record<string, string>[] = [importZh[part], importEn[part]]
    for (const key of Object.keys(zh!)) expect([key, holes(en![key]!)]).toEqual([key, holes(zh![key]!)])
  }
})
