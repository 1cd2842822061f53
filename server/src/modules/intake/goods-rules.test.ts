import { expect, test } from 'vitest'
import type { GoodsRow } from './goods-row.ts'
import { codeFromName, type GoodsReading, readGoods } from './goods-rules.ts'

const columns = {
  name: 0, category: 1, barcode: 2, stock: 3, cost: 4, price: 5, member_price: 6, unit: 7, sold_by: 8,
  pinyin_code: 9,
}
type Cells = { [Field in keyof typeof columns]?: string }
const whole: Cells = {
  name: '喜之郎果冻', category: '零食', barcode: '6901234567892', stock: '5',
  cost: '2', price: '3', member_price: '3',
}

function read(...rows: Cells[]): GoodsReading {
  const cells = (row: Cells) => Object.keys(columns).map((field) => row[field as keyof Cells] ?? '')
  const numbered = rows.map((row, at) => ({ row: at + 2, cells: cells(row) }))
  return readGoods({ rows: numbered, columns, ignored_columns: [] })
}

test('a full row becomes goods with nothing to say about it', () => {
  expect(read(whole)).toEqual({ goods: [{
    row: 2, name: '喜之郎果冻', category: '零食', barcode: '6901234567892', barcode_kind: 'ean',
    code: '6901234567892', sold_by: 'piece', unit: '件', cost_fen: 200, cost_text: '2', price_fen: 300,
    member_price_fen: 300, stock_m: 5000,
    pinyin: 'xizhilangguodong', initials: 'xzlgd',
  }], refused: [], notes: [], ignored_columns: [] })
})

test('a row is refused with every reason against it', () => {
  const cases: [Cells, string[]][] = [
    [{ name: '' }, ['name_missing']], [{ name: ' \u200b\n' }, ['name_missing']],
    [{ name: '好'.repeat(121) }, ['name_too_long']],
    [{ name: '=A1' }, ['cell_is_formula']], [{ category: '#N/A' }, ['cell_is_error']],
    [{ category: '类'.repeat(61) }, ['category_too_long']], [{ unit: '位'.repeat(21) }, ['unit_too_long']],
    [{ name: '合计', barcode: '' }, ['total_row']],
    [{ barcode: '6.90123E+12' }, ['barcode_scientific']], [{ barcode: '条码' }, ['barcode_unreadable']],
    [{ price: '' }, ['price_missing']], [{ price: '面议' }, ['price_unreadable']],
    [{ price: '-1' }, ['price_negative']],
    [{ price: '3.333' }, ['price_three_decimals']], [{ price: '100000000.01' }, ['price_too_large']],
    [{ price: '=E2*1.2' }, ['price_unreadable']], [{ price: '12,5' }, ['price_unreadable']],
    [{ cost: '-0.01' }, ['cost_negative']], [{ cost: 'x' }, ['cost_unreadable']],
    [{ cost: '999999999' }, ['cost_too_large']],
    [{ member_price: '2.995' }, ['member_price_three_decimals']],
    [{ member_price: '-1' }, ['member_price_negative']],
    [{ stock: '5瓶' }, ['stock_unreadable']], [{ stock: '1e12' }, ['stock_too_large']],
    [{ sold_by: '也许' }, ['sold_by_unreadable']], [{ sold_by: '称重', unit: '袋' }, ['unit_not_weight']],
    [{ name: '', price: '-1', stock: '多', barcode: '6.9E+12' },
      ['name_missing', 'barcode_scientific', 'price_negative', 'stock_unreadable']],
  ]
  for (const [change, reasons] of cases) {
    const { goods, refused, notes } = read({ ...whole, ...change })
    expect([change, refused.map((row) => row.reasons.map(({ code }) => code))]).toEqual([change, [reasons]])
    expect([goods, notes, refused[0]!.row, refused[0]!.cells.length]).toEqual([[], [], 2, 10])
  }
})

test('what is unusual but lawful enters with a note', () => {
  const cases: [Cells, string[], { [Field in keyof GoodsRow]?: string | number | null }][] = [
    [{ price: '9.800000000000001', member_price: '9.8' }, ['price_noise'], { price_fen: 980 }],
    [{ cost: '2.375' }, ['cost_rounded'], { cost_fen: 238, cost_text: '2.375' }],
    [{ cost: '2.3333333' }, ['cost_rounded'], { cost_fen: 233, cost_text: '2.3333' }],
    [{ cost: '0' }, ['cost_zero'], { cost_fen: 0, cost_text: '0' }],
    [{ cost: '' }, ['cost_missing'], { cost_fen: null, cost_text: null }],
    [{ cost: '3.001' }, ['cost_rounded', 'below_cost'], { cost_fen: 300 }],
    [{ price: '0', cost: '0', member_price: '0' }, ['price_zero', 'cost_zero'], { price_fen: 0 }],
    [{ member_price: '' }, ['member_price_missing'], { member_price_fen: null }],
    [{ member_price: '3.5' }, ['member_price_above_price'], { member_price_fen: 350 }],
    [{ barcode: '8997788998623' }, ['barcode_not_ean'], { barcode_kind: 'plain', code: '8997788998623' }],
    [{ barcode: '6.901234567892E12' }, ['barcode_expanded'], { barcode: '6901234567892' }],
    [{ barcode: '' }, ['barcode_missing'], { barcode: null, code: codeFromName('喜之郎果冻') }],
    [{ category: '' }, ['category_missing'], { category: '' }],
    [{ stock: '2.9' }, ['stock_fractional'], { stock_m: 2900 }],
    [{ stock: '2.9996' }, ['stock_rounded'], { stock_m: 3000 }],
    [{ stock: '-3' }, ['stock_negative'], { stock_m: -3000 }],
    [{ stock: '' }, [], { stock_m: null }],
    [{ name: 'TEST2' }, ['test_row'], { name: 'TEST2' }], [{ name: '测试商品1' }, ['test_row'], {}],
    [{ name: '早孕测试纸' }, [], {}],
    [{ sold_by: '计件', unit: 'kg' }, [], { sold_by: 'piece', unit: 'kg' }],
    [{ sold_by: '称重', unit: '千克', stock: '2.5' }, [], { sold_by: 'weight', unit: 'kg', stock_m: 2500 }],
    [{ unit: 'KG' }, ['sold_by_from_unit'], { sold_by: 'weight', unit: 'kg', price_fen: 300 }],
    [{ sold_by: '是' }, ['unit_assumed'], { sold_by: 'weight', unit: 'kg' }],
    [{ sold_by: '是', unit: '斤', stock: '3.1' }, ['unit_converted'],
      { price_fen: 600, cost_fen: 400, cost_text: '4', member_price_fen: 600, stock_m: 1550 }],
    [{ sold_by: '是', unit: 'g', price: '0.0123', cost: '0.01', member_price: '0.0123', stock: '7' },
      ['unit_converted'], { price_fen: 1230, cost_fen: 1000, stock_m: 7 }],
    [{ pinyin_code: 'XZL-1' }, [], { initials: 'xzl1' }],
    [{ name: '  喜之郎\u3000果冻\u0000\n大 ' }, [], { name: '喜之郎 果冻 大' }],
    [{ name: '果冻👨‍👩‍👧🍮' }, [], { name: '果冻👨‍👩‍👧🍮', initials: 'gd' }],
    [{ name: '好'.repeat(60) }, [], { name: '好'.repeat(60) }],
    [{ name: '女绿40克', }, [], { pinyin: 'nvlv40ke', initials: 'nl40k' }],
  ]
  for (const [change, notes, expected] of cases) {
    const reading = read({ ...whole, ...change })
    expect([change, reading.refused, reading.notes.map(({ code }) => code)]).toEqual([change, [], notes])
    expect([change, reading.goods[0]]).toEqual([change, expect.objectContaining(expected)])
  }
})

test('the second row with a code is refused and told where the first one stands', () => {
  const { goods, refused } = read(
    whole, { ...whole, name: '别的', barcode: '06901234567892' }, { ...whole, name: '箱', barcode: 'a1' },
    { ...whole, barcode: 'A1' }, { ...whole, barcode: '', name: '散 装' },
    { ...whole, barcode: '', name: '散装' },
  )
  expect(goods.map(({ row }) => row)).toEqual([2, 4, 6])
  expect(refused.map(({ row, reasons }) => [row, reasons[0]!.code, reasons[0]!.params.first_row])).toEqual([
    [3, 'barcode_repeated', 2], [5, 'barcode_repeated', 4], [7, 'name_repeated_without_barcode', 6],
  ])
})

test('a row that was refused keeps its code free for the next one', () => {
  const { goods, refused } = read({ ...whole, price: '' }, whole)
  expect([goods.map(({ row }) => row), refused.map(({ row }) => row)]).toEqual([[3], [2]])
})

test('one name under two barcodes is two products and a note', () => {
  const { goods, notes } = read(whole, { ...whole, barcode: '96385074' })
  expect(goods.length).toBe(2)
  expect(notes).toEqual([{ row: 3, code: 'name_repeated', params: { name: '喜之郎果冻', first_row: 2 } }])
})

test('columns that a file does not have are not complained about', () => {
  const reading = readGoods({
    rows: [{ row: 2, cells: ['果冻', '3'] }], columns: { name: 0, price: 1 }, ignored_columns: [],
  })
  expect(reading.notes.map(({ code }) => code)).toEqual([])
  const nothing = { cost_fen: null, member_price_fen: null, stock_m: null, barcode: null, category: '' }
  expect(reading.goods[0]).toMatchObject(nothing)
})
