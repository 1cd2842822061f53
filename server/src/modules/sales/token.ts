import { randomFillSync } from 'node:crypto'

/** Digits that are read, typed and scanned without mistakes: no I, L, O or U. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 26

const random = Buffer.alloc(length * 128)
let used = random.length

/** A receipt's token: 130 random bits, nothing that could be guessed from another. */
export function newToken(): string {
  if (used === random.length) { randomFillSync(random); used = 0 }
  let token = ''
  for (const end = used + length; used < end; used += 1) token += digits[random[used]! & 31]!
  return token
}
