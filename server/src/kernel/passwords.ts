import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { assert } from './refusal.ts'
import { openTurns } from './turns.ts'

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const memory_kib = 19_456, passes = 2, parallelism = 1
const tag_bytes = 32, salt_bytes = 16

/**
 * Hashing keeps a core busy and shares its threads with the disk: two at once, and no longer a queue than
 * is done in about a second.
 */
const turns = openTurns({ at_once: 2, waiting_max: 32 })
const argon = promisify(argon2)
const derive = (given: Parameters<typeof argon>[1], first: boolean): Promise<Buffer> =>
  turns.take(() => argon('argon2id', given), first)
const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/**
 * What is kept of a password: argon2id with its parameters and a salt of its own, in the usual text form.
 * Refuses `busy_try_again` where too many wait.
 */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(salt_bytes)
  const tag = await derive({
    message: password.normalize('NFKC'), nonce, parallelism, tagLength: tag_bytes, memory: memory_kib, passes,
  }, true)
  return `$argon2id$v=19$m=${memory_kib},t=${passes},p=${parallelism}$${plain(nonce)}$${plain(tag)}`
}

/**
 * Takes as long for a wrong password as for the right one. `first`: goes before strangers' tries, so that a
 * flood of these keeps nobody waiting. Refuses `busy_try_again` where too many wait.
 */
export async function passwordMatches(kept: string, password: string, first = false): Promise<boolean> {
  const [, m, t, p, salt = '', tag = ''] = form.exec(kept) ?? []
  assert(tag !== '', 'a kept password has the form it was written in')
  const expected = Buffer.from(tag, 'base64')
  const given = await derive({
    message: password.normalize('NFKC'), nonce: Buffer.from(salt, 'base64'), parallelism: Number(p),
    tagLength: expected.length, memory: Number(m), passes: Number(t),
  }, first)
  return timingSafeEqual(given, expected)
}

let decoy: Promise<string> | undefined
/** Compared where nobody has the phone, so that the answer's time does not tell who works here. */
export async function decoyHash(): Promise<string> {
  return await (decoy ??= hashPassword(randomBytes(32).toString('base64url')))
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
