import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { readSheets } from '#kernel/spreadsheet.ts'
import { findGoodsTable } from './goods-headers.ts'
import { type GoodsReading, type GoodsRow, readGoods } from './goods-rules.ts'

async function goodsOf(bytes: Uint8Array, name: string): Promise<GoodsReading> {
  const table = findGoodsTable(await readSheets(bytes, name))
  if ('missing' in table) throw new Error(`missing ${table.missing.join(', ')}`)
  return readGoods(table)
}

const folder = new URL('../../../../../shared/data/cn-pos-products/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) console.log('Skipped: the real product file is not there (../shared/data/cn-pos-products).')

describe.skipIf(!isThere)('the real product file', async () => {
  const file = (name: string) => readFileSync(new URL(name, folder))
  const reading = isThere ? await goodsOf(file('商品资料.xlsx'), '商品资料.xlsx') : null!
  const { goods, refused, notes, ignored_columns } = reading ?? {}
  const noted = (code: string) => notes.filter((note) => note.code === code)

  test('enters whole, with the facts that are known of it', () => {
    const categories = new Set(goods.map(({ category }) => category))
    expect([goods.length, refused.length, categories.size]).toEqual([302, 0, 19])
    const ean = goods.filter(({ barcode_kind }) => barcode_kind === 'ean')
    expect(ean.length).toBe(298)
    expect(ean.filter(({ barcode }) => barcode!.startsWith('69')).length).toBe(239)
    expect(new Set(goods.map(({ code }) => code)).size).toBe(302)
  })

  test('adds up to the last digit: stock, value at cost and at price', () => {
    const sum = (value: (row: GoodsRow) => bigint) => goods.reduce((total, row) => total + value(row), 0n)
    const stock = (row: GoodsRow) => BigInt(row.stock_m!)
    const tenThousandths = (text: string) => {
      const [whole = '', fraction = ''] = text.split('.')
      return BigInt(whole + fraction.padEnd(4, '0'))
    }
    expect(sum(stock)).toBe(2_929_900n)
    expect(sum((row) => stock(row) * tenThousandths(row.cost_text!))).toBe(13_659_795n * 10_000n)
    expect(sum((row) => stock(row) * BigInt(row.price_fen))).toBe(19_537_10n * 1000n)
  })

  test('lists what is odd about it', () => {
    const values = (code: string, param: string) => noted(code).map(({ params }) => params[param])
    expect(values('barcode_not_ean', 'barcode'))
      .toEqual(['4895235504845CC', '8997788998623', '8997788998625', '8997788998626'])
    expect(values('test_row', 'name')).toEqual(['TEST', 'TEST2', 'TEST3'])
    expect(values('price_noise', 'value'))
      .toEqual(['9.800000000000001', '8.199999999999999', '8.699999999999999'])
    expect(values('name_repeated', 'name'))
      .toEqual(['卢果果优选黄桃罐头', '顶羊山羊奶', '乐事黄瓜味马铃薯片', '乐事经典原味马铃薯片'])
    const below = { row: 22, code: 'below_cost', params: { price: '8', cost: '11.5' } }
    expect(noted('below_cost')).toEqual([below])
    expect(values('stock_fractional', 'value')).toEqual(['2.9'])
    expect(noted('cost_zero').length).toBe(5)
    const otherForMembers = goods.filter((row) => row.member_price_fen !== row.price_fen)
    expect([otherForMembers.length, noted('member_price_missing').length]).toEqual([9, 3])
    expect(ignored_columns.map(({ header, why }) => `${header} ${why}`)).toEqual([
      '毛利率 not_kept', '批发价 not_kept', '会员折扣 not_kept', '积分商品 not_kept', '生产日期 not_kept',
      '保质期 not_kept', '创建日期 not_kept',
    ])
  })

  test('is the same from its csv', async () => {
    expect(await goodsOf(file('products.csv.gz'), 'products.csv.gz')).toEqual(reading)
  })
})

describe('a shop with its own file', () => {
  const rows: (string | number | null)[][] = [
    ['利民便利店商品表'], [],
    ['序号', '品名*', '国际条码', '类别', '零售价（元）', '成本', '库存', '单位', '计价方式', '会员价'],
    [1, '农夫山泉 550ml', '6921168509256', '饮料', 2, 1.1, 24, '瓶', '计件', 1.8],
    [2, '散装红糖', '2000012', '调味', 7.5, 5, 3.25, '斤', '称重', null],
    [3, '坏的一行', '6.92117E+12', '饮料', -2, 1, 1, '瓶', '计件', 2],
  ]
  const csv = rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\n')

  test('gets the same goods from a workbook and from text in every encoding', async () => {
    const book = await writeExcelFile([
      { data: [['名称', '怎样填写']], sheet: '说明' },
      { data: rows.map((row) => row.length === 0 ? [null] : row), sheet: '商品' },
    ]).toBuffer()
    const expected = await goodsOf(book, 'x.xlsx')
    expect(expected.goods).toMatchObject([
      { row: 4, code: '6921168509256', price_fen: 200, cost_fen: 110, member_price_fen: 180 },
      { row: 5, sold_by: 'weight', unit: 'kg', price_fen: 1500, cost_text: '10', stock_m: 1625 },
    ])
    expect(expected.refused).toMatchObject([
      { row: 6, reasons: [{ code: 'barcode_scientific' }, { code: 'price_negative' }] },
    ])
    for (const encoding of ['utf8', 'gb18030', 'utf-16le', 'utf-16be']) {
      const bytes = iconv.encode(csv, encoding, { addBOM: encoding.startsWith('utf-16') })
      expect([encoding, await goodsOf(bytes, 'x.csv')]).toEqual([encoding, expected])
    }
    expect(await goodsOf(gzipSync(csv.replaceAll(',', '\t')), 'x.tsv.gz')).toEqual(expected)
  })
})
