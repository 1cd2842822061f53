import { expect, test } from 'vitest'
import { hasCheckDigit, readBarcode } from './goods-barcode.ts'

test('R2.01: the check digits of EAN-13, UPC-A, EAN-8 and GTIN-14', () => {
  const right = ['6901234567892', '036000291452', '96385074', '16901234567899']
  for (const code of right) {
    expect([code, hasCheckDigit(code)]).toEqual([code, true])
    const last = (Number(code.at(-1)) + 1) % 10
    expect(hasCheckDigit(code.slice(0, -1) + last)).toBe(false)
  }
  const wrong = ['', '0', '123456', '69012345678921', '690123456789A']
  for (const code of wrong) expect([code, hasCheckDigit(code)]).toEqual([code, false])
})

test('a barcode cell is a code, nothing, or refused', () => {
  const ean = (barcode: string) => ({ barcode, kind: 'ean' })
  const plain = (barcode: string) => ({ barcode, kind: 'plain' })
  const cases: [string, object][] = [
    ['6901234567892', ean('6901234567892')], ['\t6901234567892 ', ean('6901234567892')],
    ["'6901234567892", ean('6901234567892')], ['6901234567892.0', ean('6901234567892')],
    ['６９０１２３４５６７８９２', ean('6901234567892')], ['690 1234 567892', ean('6901234567892')],
    ['036000291452', ean('036000291452')], ['\u200e6901234567892\u202c', ean('6901234567892')],
    ['4895235504845CC', plain('4895235504845CC')], ['6901234567890', plain('6901234567890')],
    ['A-12/3', plain('A-12/3')],
    ['1001', plain('1001')], ['', { barcode: null }], ['  ', { barcode: null }],
    ['6.901234567892E12', ean('6901234567892')], ['6.901234567892E+12', ean('6901234567892')],
    ['6.90123E+12', { reason: 'barcode_scientific' }], ['6.9E+12', { reason: 'barcode_scientific' }],
    ['6.901234567893E12', { reason: 'barcode_scientific' }],
    ['6901230000000', { reason: 'barcode_scientific' }],
    ['条码', { reason: 'barcode_unreadable' }], ['690123, 690124', { reason: 'barcode_unreadable' }],
    ['=A1', { reason: 'barcode_unreadable' }], ['-5', { reason: 'barcode_unreadable' }],
    ['1'.repeat(41), { reason: 'barcode_unreadable' }],
  ]
  for (const [cell, expected] of cases) expect([cell, readBarcode(cell)]).toEqual([cell, expected])
})
