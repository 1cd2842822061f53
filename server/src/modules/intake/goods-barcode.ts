import { eanCheckDigit } from '#pricing/barcodes.ts'

export type BarcodeKind = 'ean' | 'plain'

/** What a barcode cell says: nothing, a code, or why it is none. */
export type BarcodeCell =
  | { barcode: string, kind: BarcodeKind } | { barcode: null }
  | { reason: 'barcode_scientific' | 'barcode_unreadable' }

const gtin_lengths = [8, 12, 13, 14]

/** Whether a code has the length of a GTIN and the right check digit (R2.01). */
export function hasCheckDigit(code: string): boolean {
  return gtin_lengths.includes(code.length) && /^\d+$/.test(code)
    && eanCheckDigit(code.slice(0, -1)) === Number(code.at(-1))
}

/**
 * Reads a barcode cell. A code that fails the check digit is kept as a plain code, as shops do use such
 * codes. A number that a spreadsheet has shortened (6.90123E+12, or 6901230000000 out of it) is refused: its
 * last digits are gone.
 */
export function readBarcode(text: string): BarcodeCell {
  const visible = text.normalize('NFKC').replace(/[\s\u200b-\u200f\u202a-\u202e\ufeff]/g, '')
  const code = visible.replace(/^'/, '').replace(/\.0+$/, '')
  if (code === '') return { barcode: null }
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(code)) return readScientific(code)
  if (!/^[0-9A-Za-z][0-9A-Za-z_\-./+]{0,39}$/.test(code)) return { reason: 'barcode_unreadable' }
  if (hasCheckDigit(code)) return { barcode: code, kind: 'ean' }
  const cutShort = /^[1-9]\d{4,6}0{7,}$/.test(code)
  return cutShort ? { reason: 'barcode_scientific' } : { barcode: code, kind: 'plain' }
}

/**
 * Some programs write every long number as 6.901234567892E12. With ten digits or more and a right check digit
 * it is whole.
 */
function readScientific(code: string): BarcodeCell {
  const [mantissa = '', exponent = ''] = code.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const places = Number(exponent)
  const written = whole + fraction
  if (places < 20 && fraction.length <= places) {
    const expanded = whole + fraction.padEnd(places, '0')
    if (written.length >= 10 && hasCheckDigit(expanded)) return { barcode: expanded, kind: 'ean' }
  }
  return { reason: 'barcode_scientific' }
}

/**
 * One name for codes that scanners tell apart only by zeros in front: UPC-A 036000291452 is EAN-13
 * 0036000291452.
 */
export function barcodeKey(barcode: string, kind: BarcodeKind): string {
  return kind === 'ean' ? barcode.padStart(14, '0') : barcode.toUpperCase()
}
