import { expect, test } from 'vitest'
import { listSales } from '#contract/sales.ts'
import { keepFilters, parseAddress, writeAddress } from './address.ts'

test('filters survive the way into the address and back, phone numbers as words', () => {
  const filters = { search: '13800138000', state: 'settled', from: '2026-11-21' }
  expect(writeAddress({ ...filters, store_id: undefined })).toBe(
    '?search=13800138000&state=settled&from=2026-11-21',
  )
  expect(parseAddress(writeAddress(filters))).toEqual(filters)
  expect(writeAddress({})).toBe('')
})

test('a filter the endpoint would refuse is dropped and the others stay', () => {
  const { cursor: _cursor, limit: _limit, ...fields } = listSales.query.shape
  expect(
    keepFilters(fields, { from: '2026-02-30', to: '2026-03-01', state: 'gone', search: '桂花', other: 'x' }),
  ).toEqual({ to: '2026-03-01', search: '桂花' })
})
