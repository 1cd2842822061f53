/**
 * The little of DER (X.690) that a certificate is written in: every value is a tag, a length and its content.
 */
export type Der = Buffer

function value(tag: number, ...content: readonly Buffer[]): Der {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.length)
  const bytes = size.subarray(size.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length]), bytes, body])
}

export const sequence = (...parts: readonly Der[]): Der => value(0x30, ...parts)
export const setOf = (...parts: readonly Der[]): Der => value(0x31, ...parts)
export const yes: Der = value(0x01, Buffer.from([0xff]))
export const octets = (bytes: Buffer): Der => value(0x04, bytes)
export const utf8 = (text: string): Der => value(0x0c, Buffer.from(text))

/** `unused` bits at the end count nothing. */
export const bits = (bytes: Buffer, unused = 0): Der => value(0x03, Buffer.from([unused]), bytes)

/** A value under the number of its place; `inside` keeps its own tag within. */
export const tagged = (number: number, content: Buffer): Der => value(0x80 | number, content)
export const inside = (number: number, ...parts: readonly Der[]): Der => value(0xa0 | number, ...parts)

/** A whole number of at least 0, as its bytes; one that begins with a set bit would read as negative. */
export function integer(bytes: Buffer): Der {
  const start = bytes.findIndex((byte) => byte !== 0)
  const short = start === -1 ? Buffer.from([0]) : bytes.subarray(start)
  return value(0x02, short[0]! & 0x80 ? Buffer.from([0]) : Buffer.alloc(0), short)
}

/** An object identifier: the first two numbers share a byte, the others go seven bits to a byte. */
export function identifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const groups = [number & 0x7f]
    for (let left = number >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    return groups
  })
  return value(0x06, Buffer.from(bytes))
}

/** An instant to the second: with two digits of the year until 2049, as RFC 5280 (4.1.2.5) asks. */
export function instant(at: Date): Der {
  const text = at.toISOString().replace(/[-:T]|\.\d+/g, '')
  return at.getUTCFullYear() < 2050 ? value(0x17, Buffer.from(text.slice(2))) : value(0x18, Buffer.from(text))
}
