import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asFen } from '#contract/money.ts'
import { planImport } from './import-rules.ts'
import type { GoodsForImport, Holder } from './import-rules.ts'
import { categoriesOf, codesOf, kindOf, pluOf, spellingsOf, whyNotBarcode } from './rules.ts'
import type { Article } from './rules.ts'

test('a code of the trade with a wrong check digit is no barcode; a shop writes its own as it likes', () => {
  const cases: [string, string | null][] = [
    ['6901234567892', null], ['6901234567893', 'barcode_wrong_check_digit'], ['036000291452', null],
    ['036000291453', 'barcode_wrong_check_digit'], ['96385074', null],
    ['96385075', 'barcode_wrong_check_digit'],
    ['2112345012500', null], ['12345', null], ['4895235504845CC', null],
  ]
  for (const [barcode, reason] of cases) expect(whyNotBarcode(barcode), barcode).toBe(reason)
  expect(kindOf('6901234567892')).toBe('ean')
  expect(kindOf('8997788998623')).toBe('plain')
})

test('a UPC-A and its EAN-13 are one code', () => {
  expect(spellingsOf('036000291452')).toEqual(['036000291452', '0036000291452'])
  expect(spellingsOf('0036000291452')).toEqual(['0036000291452', '036000291452'])
  expect(spellingsOf('6901234567892')).toEqual(['6901234567892'])
})

test('only goods by weight have a number for scales, and only one that a label has room for', () => {
  expect(codesOf(10_001, 'weight')).toEqual({ code: '10001', plu: '10001' })
  expect(codesOf(10_002, 'piece')).toEqual({ code: '10002', plu: null })
  expect(pluOf('100000', 'weight')).toBeNull()
})

test('categories with most goods come first', () => {
  const goods = ['水果', '蔬菜', '水果', '肉'].map((category) => ({ category }))
  expect(categoriesOf(goods)).toEqual(['水果', '肉', '蔬菜'])
})

const now = new Date('2026-05-16T04:00:00Z')
const pear: GoodsForImport = {
  source_code: '6901234567892', name: '砀山梨', category: '水果', unit: '盒', sold_by: 'piece',
  list_price_fen: asFen(996),
  member_price_fen: null, cost_fen: asFen(600), barcode: '6901234567892',
}

/** Plans rows over a shop, and gives the shop as it stands after the plan. */
type Shop = { articles: Article[]; holders: Holder[]; last_number: number }
const empty: Shop = { articles: [], holders: [], last_number: 10_000 }
function take(rows: readonly GoodsForImport[], shop: Shop) {
  let ids = shop.last_number * 100
  const plan = planImport(rows, shop, { newId: () => `id-${ids += 1}`, now })
  const changed = new Map([...plan.made, ...plan.changed].map((article) => [article.id, article]))
  const kept = shop.articles.filter(({ id }) => !changed.has(id))
  const after: Shop = {
    articles: [...kept, ...changed.values()], last_number: plan.last_number,
    holders: [...shop.holders.filter(({ barcode }) => !plan.freed.includes(barcode)), ...plan.barcodes],
  }
  return { plan, after, outcomes: plan.results.map(({ outcome }) => outcome) }
}

test('an import takes rows for new, changed or unchanged', () => {
  const { after, outcomes } = take([pear], empty)
  expect(outcomes).toEqual(['new'])
  const cases: [Partial<GoodsForImport>, string, number, number][] = [
    [{}, 'unchanged', 0, 0],
    [{ cost_fen: null, barcode: null }, 'unchanged', 0, 0],
    [{ name: '砀山酥梨' }, 'changed', 1, 0],
    [{ list_price_fen: asFen(900) }, 'changed', 0, 1],
    [{ member_price_fen: asFen(900) }, 'changed', 0, 1],
    [{ barcode: '6900000000014' }, 'changed', 0, 0],
    [{ sold_by: 'weight', unit: 'kg' }, 'changed', 0, 0],
  ]
  for (const [change, outcome, renamed, repriced] of cases) {
    const { plan, outcomes: [told] } = take([{ ...pear, ...change }], after)
    expect([told, plan.renamed.length, plan.repriced.length], JSON.stringify(change))
      .toEqual([outcome, renamed, repriced])
    expect(plan.made).toEqual([])
  }
})

test('a row finds the article that somebody made by hand with its barcode', () => {
  const { after } = take([pear], empty)
  const byHand = { ...after, articles: after.articles.map((article) => ({ ...article, source_code: null })) }
  const { plan, outcomes } = take([pear], byHand)
  expect(outcomes).toEqual(['changed'])
  expect(plan.changed[0]).toMatchObject({ id: after.articles[0]!.id, source_code: pear.source_code })
})

test('a barcode stays with the article that has it, unless that one is off sale', () => {
  const other = { ...pear, source_code: 'n-1', name: '别的梨' }
  const { after } = take([pear], empty)
  const kept = take([other], after)
  expect(kept.plan.results[0]).toMatchObject({ outcome: 'new', barcode_held_by: '砀山梨' })
  expect(kept.plan.barcodes).toEqual([])

  const deleted = { ...after, articles: after.articles.map((article) => ({ ...article, deleted_at: now })) }
  const taken = take([other], deleted)
  expect(taken.plan.results[0]!.barcode_held_by).toBeNull()
  expect([taken.plan.freed, taken.plan.barcodes.map(({ barcode }) => barcode)])
    .toEqual([[pear.barcode], [pear.barcode]])
})

test('a row about an article off sale puts it back', () => {
  const { after } = take([pear], empty)
  const deleted = { ...after, articles: after.articles.map((article) => ({ ...article, deleted_at: now })) }
  const { plan, outcomes } = take([pear], deleted)
  expect(outcomes).toEqual(['changed'])
  expect(plan.changed[0]!.deleted_at).toBeNull()
})

test('rows that went in once change nothing the second time, whatever they are', () => {
  const row = fc.record({
    source_code: fc.constantFrom('a', 'b', 'c', 'd', 'e'), name: fc.constantFrom('梨', '苹果', 'Tee', '🍊'),
    category: fc.constantFrom('水果', ''), unit: fc.constant('件'),
    sold_by: fc.constantFrom('piece' as const, 'weight' as const),
    list_price_fen: fc.nat(900).map(asFen), member_price_fen: fc.option(fc.nat(900).map(asFen)),
    cost_fen: fc.option(fc.nat(900).map(asFen)),
    barcode: fc.option(fc.constantFrom('036000291452', '0036000291452', '6901234567892', 'X-1')),
  })
  const rows = fc.uniqueArray(row, { selector: ({ source_code }) => source_code })
  fc.assert(fc.property(rows, rows, (first, second) => {
    const filled = take(second, take(first, empty).after)
    const again = take(second, filled.after)
    expect(again.outcomes.every((outcome) => outcome === 'unchanged')).toBe(true)
    expect(again.after).toEqual(filled.after)
    const codes = filled.after.articles.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    const held = filled.after.holders.map(({ barcode }) => barcode.padStart(13, '0'))
    expect(new Set(held).size).toBe(held.length)
  }), { numRuns: 300 })
})
