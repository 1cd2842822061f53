import { expect, test } from 'vitest'
import type { Sheet } from '#kernel/spreadsheet.ts'
import { findGoodsTable, type GoodsTable, mapColumns, plainHeader, readSoldBy } from './goods-headers.ts'

const sheetOf = (name: string, ...rows: string[][]): Sheet =>
  ({ name, rows: rows.flatMap((cells, at) => cells.length === 0 ? [] : [{ row: at + 1, cells }]) })

function tableOf(...sheets: Sheet[]): GoodsTable {
  const found = findGoodsTable(sheets)
  if ('missing' in found) throw new Error(`missing ${found.missing.join(', ')}`)
  return found
}

test('columns are known by many spellings, whatever their width, marks and spaces', () => {
  const cases: [string, string][] = [
    ['名称（必填）', 'name'], ['*商品名称', 'name'], ['【必填】品名', 'name'], ['Product Name *', 'name'], ['名 称：', 'name'],
    ['分类(必填)', 'category'], ['商品类别', 'category'], ['CATEGORY', 'category'],
    ['条码', 'barcode'], ['国际条码', 'barcode'], ['ＥＡＮ－１３', 'barcode'], ['Bar code', 'barcode'],
    ['SKU_code', 'barcode'],
    ['库存量', 'stock'], ['库存（件）', 'stock'], ['On hand', 'stock'], ['进货价（必填）', 'cost'], ['成本价(元)', 'cost'],
    ['销售价（必填）', 'price'], ['零售价/元', 'price'], ['Price (CNY)', 'price'], ['Unit price', 'price'],
    ['会员价', 'member_price'], ['VIP价', 'member_price'], ['member_price', 'member_price'], ['单位', 'unit'],
    ['计价方式', 'sold_by'], ['是否称重', 'sold_by'], ['weight', 'sold_by'], ['拼音码', 'pinyin_code'],
    ['名称 Name', 'name'], ['条码/Barcode', 'barcode'], ['商品名称\nProduct name', 'name'],
  ]
  for (const [header, field] of cases) {
    expect([header, mapColumns([header])]).toEqual([header, { [field]: 0 }])
  }
})

test('a heading that says another price is not taken for the price', () => {
  for (const header of ['价格（会员）', 'Price (wholesale)', '批发价', '售价1', '名称/价格', '会员折扣', '毛利率']) {
    expect([header, mapColumns([header]).price]).toEqual([header, undefined])
  }
  expect(plainHeader('价格（会员）')).toBe('价格会员')
})

test('of two columns for one field the better spelling wins, and the other is named', () => {
  const table = tableOf(sheetOf('S', ['货号', '原价', '品名', '条码', '售价', '批发价', '心情'], ['1', '2', '3', '4', '5']))
  expect(table.columns).toEqual({ name: 2, barcode: 3, price: 4 })
  expect(table.ignored_columns).toEqual([
    { column: 0, header: '货号', why: 'repeated' }, { column: 1, header: '原价', why: 'repeated' },
    { column: 5, header: '批发价', why: 'not_kept' }, { column: 6, header: '心情', why: 'unknown' },
  ])
})

test('titles above, blank lines and other sheets do not hide the table', () => {
  const notes = sheetOf('说明', ['填写说明'], ['名称', '商品的名字'], ['价格', '元'])
  const titles = [['利民便利店 商品资料'], [], ['导出日期', '2025-02-22']]
  const goods = sheetOf('商品', ...titles, ['品名', '售价', '库存'], ['果冻', '3', '1'])
  const table = tableOf(notes, goods)
  expect(table).toMatchObject({ sheet: '商品', header_row: 4, other_sheets: [] })
  expect(table.columns).toEqual({ name: 0, price: 1, stock: 2 })
  expect(table.rows).toEqual([{ row: 5, cells: ['果冻', '3', '1'] }])
})

test('headings merged over two rows are put together', () => {
  const upper = ['名称', '条码', '价格', '', '库存']
  const lower = ['', '', '进货价', '零售价']
  const table = tableOf(sheetOf('S', ['商品资料'], upper, lower, ['果冻', '', '2', '3']))
  expect(table.header_row).toBe(3)
  expect(table.columns).toEqual({ name: 0, barcode: 1, cost: 2, price: 3, stock: 4 })
  expect(table.rows.length).toBe(1)
})

test('the sheet that names more columns is read, of equals the longer one, and the others are named', () => {
  const short = sheetOf('一店', ['名称', '售价'], ['a', '1'])
  const long = sheetOf('二店', ['名称', '售价'], ['a', '1'], ['b', '2'])
  expect(tableOf(short, long)).toMatchObject({ sheet: '二店', other_sheets: ['一店'] })
  const wide = sheetOf('三店', ['名称', '售价', '条码'])
  expect(tableOf(long, wide)).toMatchObject({ sheet: '三店', other_sheets: ['二店'] })
})

test('a file without name or price column says which of them is missing', () => {
  expect(findGoodsTable([sheetOf('S', ['品名', '库存'], ['果冻', '1'])])).toEqual({ missing: ['price'] })
  expect(findGoodsTable([sheetOf('S', ['hello', 'world'])])).toEqual({ missing: ['name', 'price'] })
  expect(findGoodsTable([])).toEqual({ missing: ['name', 'price'] })
})

test('a column of packet weights says nothing about how goods are sold', () => {
  const heading = ['名称', '售价', 'Weight']
  const packets = sheetOf('S', heading, ['a', '1', '500g'], ['b', '1', '1.5'])
  expect(tableOf(packets).columns).toEqual({ name: 0, price: 1 })
  const loose = sheetOf('S', heading, ['a', '1', ''], ['b', '1', '是'])
  expect(tableOf(loose).columns.sold_by).toBe(2)
  const said: [string, string | null][] = [
    ['称重', 'weight'], ['计件', 'piece'], ['是', 'weight'], ['否', 'piece'], ['Weight', 'weight'],
    ['by weight', 'weight'],
    ['1', 'weight'], ['0', 'piece'], ['500g', null], ['', null],
  ]
  for (const [cell, kind] of said) expect([cell, readSoldBy(cell)]).toEqual([cell, kind])
})
