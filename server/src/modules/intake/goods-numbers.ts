/**
 * An exact decimal: digits / 10^scale, the sign in digits. Money from a file never passes through a float.
 */
export type Decimal = { digits: bigint, scale: number }

const longest = 40
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i

/**
 * Reads a number as shops write it: 13, ¥13.50, 13.5元, 1,234.50, full-width digits, 9.8E-1. Null for anything
 * else; a comma that does not stand before three digits is no number here, since it may be meant as the
 * decimal point.
 */
export function parseDecimal(text: string): Decimal | null {
  let bare = text.normalize('NFKC').replace(/[\u2212\u2013]/g, '-').replace(/[\s\u200b\ufeff']/g, '')
  bare = bare.replace(/^([+-]?)(?:¥|rmb|cny)/i, '$1').replace(/(?:元|rmb|cny)$/i, '')
  if (bare.length > longest) return null
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare)) bare = bare.replaceAll(',', '')
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = pattern.exec(bare) ?? []
  if (whole === '' && fraction === '') return null
  if (Math.abs(Number(exponent)) > longest) return null
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n)
  return decimalOf(digits, fraction.length - Number(exponent))
}

/** No scale below zero and no zeros to spare at the end. */
export function decimalOf(digits: bigint, scale: number): Decimal {
  if (scale < 0) return { digits: digits * 10n ** BigInt(-scale), scale: 0 }
  let [kept, places] = [digits, scale]
  for (; places > 0 && kept % 10n === 0n; places -= 1) kept /= 10n
  return { digits: kept, scale: places }
}

/** The exact product. */
export function times(a: Decimal, b: Decimal): Decimal {
  return decimalOf(a.digits * b.digits, a.scale + b.scale)
}

/** The nearest value with so many places, HALF_UP away from zero. */
export function roundTo(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return value
  const step = 10n ** BigInt(value.scale - places)
  const size = value.digits < 0n ? -value.digits : value.digits
  const rounded = (size * 2n + step) / (step * 2n)
  return decimalOf(value.digits < 0n ? -rounded : rounded, places)
}

/** -1, 0 or 1. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const [left, right] = [scaled(a, scale), scaled(b, scale)]
  return left === right ? 0 : left < right ? -1 : 1
}

function scaled({ digits, scale }: Decimal, places: number): bigint {
  return digits * 10n ** BigInt(places - scale)
}

export type Fit = 'exact' | 'noise' | 'rounded'

/**
 * The value in units of 10^-places, HALF_UP, and how well it fits. "noise": it is less than 0.00005 from the
 * value with those places, the trace a binary float leaves (9.800000000000001); "rounded": a real further
 * digit was lost (3.333).
 */
export function fitTo(value: Decimal, places: number): { units: bigint, fit: Fit } {
  const nearest = roundTo(value, places)
  const units = scaled(nearest, places)
  if (compare(nearest, value) === 0) return { units, fit: 'exact' }
  const scale = Math.max(value.scale, 5)
  const off = scaled(value, scale) - scaled(nearest, scale)
  const noise_most = 5n * 10n ** BigInt(scale - 5)
  return { units, fit: off < noise_most && off > -noise_most ? 'noise' : 'rounded' }
}

/** Plain digits: 9.8, 0, -0.5. */
export function decimalText({ digits, scale }: Decimal): string {
  const size = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const cut = size.length - scale
  return `${digits < 0n ? '-' : ''}${size.slice(0, cut)}${scale > 0 ? `.${size.slice(cut)}` : ''}`
}
