import { createHash } from 'node:crypto'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { inChain } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { decoyHash, passwordMatches } from '#kernel/passwords.ts'
import { refuse } from '#kernel/refusal.ts'
import { sealOf } from '#kernel/seal.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { readCredentials, readPerson, readSystemWho, storesOf } from '#modules/org/org.ts'
import { acceptCode } from './codes.ts'
import { no_chain, pin_tries, strangersOnRecord } from './rules.ts'
import { asOpened } from './sessions.ts'
import type { Sessions } from './sessions.ts'
import { selectFactor, selectPin } from './store-factors.ts'
import { touchTry } from './store-tries.ts'
import type { TryKey } from './store-tries.ts'
import type { Throttle } from './throttle.ts'
import { tryOnce } from './tries.ts'
import type { Tries } from './tries.ts'

/** What signing in leans on beside the database. */
export type Door = { db: Db; master: Buffer; sessions: Sessions; throttle: Throttle }

/** What somebody is held against: nothing, where nobody who works here has the phone. */
export type Found = { staff_id: string; password_hash: string; first_password: boolean } | null

export type Claim = {
  tries: Tries
  /** From a known device of theirs, or by somebody signed in: not made to wait behind strangers' tries. */
  first: boolean
  device: string | null
  /** What was tried, for the record. */
  by: 'password' | 'code' | 'pin' | 'approval' | 'own_password'
}

/**
 * Holds a password against what is kept of it, in one counted try; hands back who it was, or null. A wrong
 * one is on record, and takes as long whether somebody has the phone, nobody has, or there is no such chain.
 */
export async function provePassword(
  door: Door, claim: Claim, { found, password }: { found: Found; password: string },
): Promise<NonNullable<Found> | null> {
  const tried = await tryOnce(door.db, claim.tries, async () => {
    const kept = found?.password_hash ?? await decoyHash()
    return await passwordMatches(kept, password, claim.first) ? found : null
  })
  if (tried.right === null)
    await recordFailure(door, claim, { staff_id: found?.staff_id ?? null, failures: tried.failures })
  return tried.right
}

/** Holds a PIN against what is kept of it. Refuses `pin_wrong` with how many tries are left. */
export async function provePin(
  door: Door, claim: Claim, { staff_id, pin }: { staff_id: string; pin: string },
): Promise<void> {
  const { chain_id } = claim.tries
  const kept = await inChain(door.db, chain_id, (tx) => selectPin(tx, chain_id, staff_id))
  if (!kept) refuse('pin_not_here')
  const tried = await tryOnce(door.db, claim.tries, async () =>
    await passwordMatches(kept.pin_hash, pin, true) ? staff_id : null)
  if (tried.right !== null) return
  await recordFailure(door, claim, { staff_id, failures: tried.failures })
  if (tried.failures >= pin_tries) refuse('pin_locked', { wait_s: 900, wait_min: 15 })
  refuse('pin_wrong', { left: pin_tries - tried.failures })
}

/** Holds a code of the authenticator, or a recovery code, against a person's second factor. */
export async function proveCode(
  door: Door, claim: Claim, { staff_id, code }: { staff_id: string; code: string },
): Promise<void> {
  const { chain_id } = claim.tries
  const tried = await tryOnce(door.db, claim.tries, () => inChain(door.db, chain_id, async (tx) =>
    await acceptCode(tx, sealOf(door.master, chain_id), { chain_id, staff_id, code }) ? staff_id : null))
  if (tried.right !== null) return
  await recordFailure(door, claim, { staff_id, failures: tried.failures })
  refuse('second_factor_wrong')
}

/**
 * Of one person a flood leaves few rows, since tries grow slow. Phones that nobody has are made up as one
 * likes: only so many are on record, and the others cost a write that leaves nothing more behind.
 */
const strangers = strangersOnRecord()

async function recordFailure(
  door: Door, { tries: { chain_id, keys: [own] }, device, by }: Claim,
  { staff_id, failures }: { staff_id: string | null; failures: number },
): Promise<void> {
  await inChain(door.db, chain_id, async (tx) => {
    if (chain_id === no_chain) {
      await readCredentials(tx, chain_id, { staff_id: no_chain })
      await readClockOffset(tx, chain_id)
      return await touchTry(tx, chain_id, own)
    }
    const system = await readSystemWho(tx, door.master, chain_id)
    if (staff_id === null && !strangers.mayLeaveRow(chain_id, Date.now()))
      return await touchTry(tx, chain_id, own)
    await record(tx, { ...system, device }, [{
      verb: 'signin.fail', ref: staff_id, detail: { by, failures },
    }])
  })
}

/** A key that tells neither a phone nor an address to whoever reads the counts. */
export const tryKey = (kind: TryKey['kind'], ...parts: readonly string[]): TryKey =>
  ({ kind, key: createHash('sha256').update(parts.join('\n')).digest('base64url') })

/** The PIN of a person at one till: wrong ones close it there, and nowhere else. */
export const pinTries = (chain_id: string, at: { staff_id: string; till_id: string }): Tries =>
  ({ chain_id, keys: [tryKey('pin', at.staff_id, at.till_id)] })

/** `code` where they have a second factor. */
type PasswordProof = { phone: string; password: string; code?: string }
/** What a second person proves themselves with. */
export type SecondProof = PasswordProof | { staff_id: string; pin: string }
/** Who asks for a second person, and for which store: `{ ...who, store_id }`. */
export type AskedBy = Pick<Who, 'chain_id' | 'principal' | 'till_id' | 'device'> & { store_id: string }

/**
 * Who stands beside the person signed in and says yes: proven as at a sign-in, and no session is opened.
 * Tries count for the two together, so that nobody out there can keep a manager from approving. A PIN
 * is taken on an enrolled till alone. Refuses `sign_in_wrong`, `sign_in_too_often`, `second_factor_needed`,
 * `second_factor_wrong`, `password_must_change`, `pin_not_here`, `pin_wrong`, `pin_too_soon`, `pin_locked`
 * and `second_person_not_here`. Whether they may approve, and are another person, is the caller's to decide.
 */
export async function proveSecondPerson(door: Door, asked: AskedBy, proof: SecondProof): Promise<Who> {
  const with_pin = 'pin' in proof
  const staff_id = with_pin ? await byPin(door, asked, proof) : await byPassword(door, asked, proof)
  const who = await inChain(door.db, asked.chain_id, async (tx) => {
    const person = await whoIs(tx, door.master, { ...asked, staff_id })
    if (!mayReach(person, asked.store_id)) refuse('second_person_not_here')
    return with_pin ? await asByPin(tx, person) : person
  })
  // What is another store's, or the whole chain's, takes a password.
  if (!mayReach(who, asked.store_id)) refuse('pin_not_here')
  return who
}

/** Six digits stand for no more here than where they sign somebody in: the work of this till's store. */
async function asByPin(tx: Tx, person: Who): Promise<Who> {
  const { chain_id, till_id, device } = person
  const here = (await storesOf(tx, chain_id)).find(({ tills }) => tills.some(({ id }) => id === till_id))
  const at = { opened_by: 'pin', store_id: here?.id ?? null, till_id, device: device ?? '' } as const
  return { ...asOpened(person, at), device }
}

async function byPin(
  door: Door, { chain_id, till_id, device, store_id }: AskedBy, proof: { staff_id: string; pin: string },
): Promise<string> {
  if (till_id === null) refuse('pin_not_here')
  // Whoever does not work here answers as nobody: their PIN is not tried, let alone counted or locked.
  const person = await inChain(door.db, chain_id, (tx) =>
    readPerson(tx, door.master, { chain_id, staff_id: proof.staff_id }))
  if (!person || !mayReach({ ...person, now: new Date() }, store_id)) refuse('pin_not_here')
  const tries = pinTries(chain_id, { staff_id: proof.staff_id, till_id })
  await provePin(door, { tries, first: true, device, by: 'approval' }, proof)
  return proof.staff_id
}

async function byPassword(
  door: Door, { chain_id, principal, device }: AskedBy, { phone, password, code }: PasswordProof,
): Promise<string> {
  const phone_key = sealOf(door.master, chain_id).fingerprint('phone', phone)
  const found = await inChain(door.db, chain_id, (tx) => readCredentials(tx, chain_id, { phone_key }))
  const tries: Tries = { chain_id, keys: [tryKey('second', phone_key, principal.id)] }
  const claim: Claim = { tries, first: true, device, by: 'approval' }
  const proven = await provePassword(door, claim, { found, password })
  if (!proven) refuse('sign_in_wrong')
  if (proven.first_password) refuse('password_must_change')
  const { staff_id } = proven
  const factor = await inChain(door.db, chain_id, (tx) => selectFactor(tx, chain_id, staff_id))
  if (!factor?.confirmed_at) return staff_id
  if (code === undefined) refuse('second_factor_needed')
  const code_tries: Tries = { chain_id, keys: [tryKey('code', staff_id, principal.id)] }
  await proveCode(door, { ...claim, tries: code_tries, by: 'code' }, { staff_id, code })
  return staff_id
}

/** A person of the chain as they act from here, by the chain's clock. */
async function whoIs(
  tx: Tx, master: Buffer, at: Pick<AskedBy, 'chain_id' | 'till_id' | 'device'> & { staff_id: string },
): Promise<Who> {
  const { chain_id, staff_id, till_id, device } = at
  const person = await readPerson(tx, master, { chain_id, staff_id })
  if (!person) refuse('sign_in_wrong')
  return { ...person, till_id, device, now: new Date(Date.now() + await readClockOffset(tx, chain_id)) }
}
