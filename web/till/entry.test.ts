import type { Fen } from '#contract/money.ts'
import { settings } from '#contract/settings.ts'
import { eanCheckDigit } from '#pricing/barcodes.ts'
import { expect, test } from 'vitest'
import { readEntry, saysMore, type Entry } from './entry.ts'
import { indexGoods, searchGoods } from './goods.ts'
import { sku } from './world.test-model.ts'

const milk = sku('milk', {
  code: 'SP0010',
  name: '牧场鲜牛奶',
  barcodes: ['6901234567892'],
  pinyin: 'mu chang xian niu nai',
  initials: 'mcxnn',
})
const odd = sku('odd', { barcodes: ['6901234567890'] })
const pears = sku('pears', {
  name: '砀山梨',
  sold_by: 'weight',
  plu: '12345',
  list_price_fen: 1980 as Fen,
  pinyin: 'dang shan li',
  initials: 'dsl',
})
const cake = sku('cake', { plu: '54321', code: '8848' })
const goods = indexGoods({
  version: 1,
  categories: ['food'],
  skus: [milk, odd, pears, cake],
  label_layouts: [...settings.label_layouts.usual],
})
const checked = (body: string) => body + String(eanCheckDigit(body))

test('what is scanned or typed is told apart', () => {
  const cases: [string, Partial<Entry>][] = [
    ['6901234567892', { kind: 'sku', sku: milk, qty_m: 1000, label_fen: null }],
    [' 6901234567892 ', { kind: 'sku', sku: milk }],
    ['sp0010', { kind: 'sku', sku: milk }],
    // A shop's own code may check nowhere; it is known, so it is taken as it is.
    ['6901234567890', { kind: 'sku', sku: odd }],
    ['6901234567893', { kind: 'wrong_check_digit' }],
    ['6921168509256', { kind: 'unknown_barcode' }],
    ['13812345678', { kind: 'member', find: '13812345678' }],
    ['5678', { kind: 'member', find: '5678' }],
    ['8848', { kind: 'sku', sku: cake }],
    ['dsl', { kind: 'words', text: 'dsl' }],
    ['周敏华', { kind: 'words', text: '周敏华' }],
    ['123', { kind: 'words', text: '123' }],
  ]
  for (const [text, expected] of cases) expect(readEntry(text, goods), text).toMatchObject(expected)
})

test('scale labels are read on the device: amounts, weights and both (W15)', () => {
  const cases: [string, Partial<Entry>][] = [
    ['2212345007868', { kind: 'sku', sku: pears, qty_m: 786, label_fen: null }],
    ['261234502345011739', { kind: 'sku', sku: pears, qty_m: 1173, label_fen: 2345 }],
    // 12.50 at 19.80 a kilogram is 631 g.
    ['2112345012506', { kind: 'sku', sku: pears, qty_m: 631, label_fen: 1250 }],
    [checked('215432100880'), { kind: 'sku', sku: cake, qty_m: 1000, label_fen: 880 }],
    ['2112345012507', { kind: 'wrong_check_digit' }],
    [checked('219999901250'), { kind: 'unknown_plu', plu: '99999' }],
  ]
  for (const [code, expected] of cases) expect(readEntry(code, goods), code).toMatchObject(expected)
})

test('goods are found by initials, pinyin, name and code, the closest first', () => {
  const found = (text: string) => searchGoods(goods.skus, text, 5).map(({ id }) => id)
  expect(found('dsl')).toEqual(['id-pears'])
  expect(found('dangsh')).toEqual(['id-pears'])
  expect(found('鲜牛')).toEqual(['id-milk'])
  expect(found('SP00')).toEqual(['id-milk'])
  expect(found('xyz')).toEqual([])
  expect(found(' ')).toEqual([])
})

test('a scan is taken by itself only where that says more than with what stood before it', () => {
  const cases: [scan: string, whole: string, more: boolean][] = [
    ['6901234567892', 'sha6901234567892', true],
    ['6901234567892', '126901234567892', true],
    // Nobody knows this one, but it checks: an unknown article, not words.
    [checked('691234567890'), `sha${checked('691234567890')}`, true],
    // The first signs came late: the whole is the code, its end means nothing.
    ['234567892', '6901234567892', false],
    ['567890', checked('691234567890'), false],
    ['6901234567892', '6901234567892', false],
    ['niunai', 'mu niunai', false],
  ]
  for (const [scan, whole, more] of cases) expect(saysMore(scan, whole, goods), whole).toBe(more)
})
