import { expect, test } from 'vitest'
import { fieldsOf, typeOf } from './schema.ts'

test('fields are told parents first, with lists, choices and what is needed', () => {
  const lines = fieldsOf({
    type: 'object', required: ['lines'], properties: {
      lines: {
        type: 'array', maxItems: 5, items: {
          type: 'object', required: ['sku_id'], properties: {
            sku_id: { type: 'string', format: 'uuid', pattern: '^x$' },
              qty_m: { type: 'integer', minimum: 1 },
          },
        },
      },
      tender: { oneOf: [
        { type: 'object', properties: { kind: { const: 'cash' }, paid_fen: { type: 'integer' } } },
        { type: 'object', properties: { kind: { const: 'other' } } },
      ] },
      note: { anyOf: [{ type: 'string', maxLength: 60 }, { type: 'null' }] },
    },
  })
  expect(lines).toEqual([
    { path: 'lines', type: 'object[]', rules: '…5', needed: true },
    { path: 'lines[].sku_id', type: 'uuid', rules: '', needed: true },
    { path: 'lines[].qty_m', type: 'integer', rules: '1…', needed: false },
    { path: 'tender', type: 'object', rules: '', needed: false },
    { path: 'tender.kind', type: '"cash"', rules: '', needed: false },
    { path: 'tender.paid_fen', type: 'integer', rules: '', needed: false },
    { path: 'note', type: 'string | null', rules: '…60', needed: false },
  ])
  expect(typeOf({ enum: ['yes', 'no'] })).toBe('"yes" | "no"')
})
