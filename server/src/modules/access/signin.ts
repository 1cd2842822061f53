import type { Me } from '#contract/session.ts'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { inChain, outsideChains } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { chainBehind, enterInDirectory } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import { sealOf } from '#kernel/seal.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { readCredentials, readMe, readPerson, sellersAt } from '#modules/org/org.ts'
import { atTill, deviceBehind } from './devices.ts'
import { mustOf } from './must.ts'
import { pinTries, proveCode, provePassword, provePin, tryKey } from './prove.ts'
import type { Claim, Door } from './prove.ts'
import { addressGroup, endOf, no_chain, tillIdle, usual_idle_s } from './rules.ts'
import { asOpened, digestOf, newToken } from './sessions.ts'
import { selectFactor } from './store-factors.ts'
import { insertSession, selectOneSession, updateEndedByToken } from './store.ts'
import type { SessionRow } from './store.ts'
import { isKnownBrowser, upsertKnownBrowser } from './store-tries.ts'
import { readSigned, signed } from './tokens.ts'

export type Credentials = { chain_code: string; phone: string; password: string }
/** Where a sign-in comes from, and what the browser keeps: who was here before, and which till it is. */
export type Origin = {
  address: string; device: string; session?: string | null; browser?: string | null; till?: string | null
}
/** What the browser is to keep. */
export type Opened = { token: string; me: Me; browser: string | null }

/** How long the second step may take. */
const half_session_ms = 5 * 60_000

/**
 * Opens a session and hands out its token, which is nowhere else. Refuses `sign_in_wrong` alike for an
 * unknown chain, an unknown phone and a wrong password, `sign_in_too_often` with `wait_s`, and
 * `second_factor_needed` with `half_session`, which is no session: it only tells that the password was right.
 */
export async function signIn(door: Door, given: Credentials, from: Origin): Promise<Opened> {
  const chain_id = await outsideChains(door.db, (tx) =>
    chainBehind(tx, 'chain_code', given.chain_code)) ?? no_chain
  // Where there is no such chain, its code is a part of what is tried; all else is done alike.
  const tried = chain_id === no_chain ? `${given.chain_code} ${given.phone}` : given.phone
  const phone_key = sealOf(door.master, chain_id).fingerprint('phone', tried)
  const browser_id = browserOf(door, from)
  const { found, known } = await inChain(door.db, chain_id, async (tx) => {
    const kept = await readCredentials(tx, chain_id, { phone_key })
    const known_here = await isKnown(tx, chain_id, { staff_id: kept?.staff_id ?? no_chain, browser_id })
    return { found: kept, known: kept !== null && known_here }
  })
  const who = {
    chain_id, person: phone_key, staff_id: found?.staff_id ?? '', browser_id: known ? browser_id : null,
  }
  const proven = await provePassword(door, claimOf(who, { by: 'password', from }), { ...given, found })
  if (!proven) refuse('sign_in_wrong')
  const { staff_id } = proven
  const factor = await inChain(door.db, chain_id, (tx) => selectFactor(tx, chain_id, staff_id))
  if (factor?.confirmed_at) {
    const half = JSON.stringify([chain_id, staff_id, Date.now() + half_session_ms])
    refuse('second_factor_needed', { half_session: signed(door.master, 'half-session', half) })
  }
  return await inChain(door.db, chain_id, (tx) =>
    openSession(tx, door, { chain_id, staff_id, opened_by: 'password', from }))
}

/**
 * A browser that signed this person in before counts by itself; whoever else tries the person is one of all
 * strangers, and one of whoever tries from that address.
 */
function claimOf(
  { chain_id, person, staff_id, browser_id }: {
    chain_id: string; person: string; staff_id: string; browser_id: string | null
  }, { by, from }: { by: 'password' | 'code'; from: Origin },
): Claim {
  const { device } = from
  const code = by === 'code'
  if (browser_id !== null) {
    const own = code ? tryKey('code', staff_id, browser_id) : tryKey('browser', staff_id, browser_id)
    return { tries: { chain_id, keys: [own] }, first: true, device, by }
  }
  const address = tryKey('address', addressGroup(from.address))
  const own = code ? tryKey('code', staff_id) : tryKey('strangers', person)
  return { tries: { chain_id, keys: [own, address] }, first: false, device, by }
}

const browserOf = (door: Door, { browser = null }: Origin): string | null =>
  browser === null ? null : readSigned(door.master, 'browser', browser)

async function isKnown(
  tx: Tx, chain_id: string, { staff_id, browser_id }: { staff_id: string; browser_id: string | null },
): Promise<boolean> {
  return browser_id !== null && await isKnownBrowser(tx, chain_id, { staff_id, browser_id })
}

/** The second step. Refuses `second_step_ended`, `second_factor_wrong` and `sign_in_too_often`. */
export async function takeSecondStep(
  door: Door, { half_session, code }: { half_session: string; code: string }, from: Origin,
): Promise<Opened> {
  const half = readSigned(door.master, 'half-session', half_session)
  if (half === null) refuse('second_step_ended')
  const [chain_id, staff_id, ends_ms] = JSON.parse(half) as [string, string, number]
  if (Date.now() >= ends_ms) refuse('second_step_ended')
  const browser_id = browserOf(door, from)
  const known = await inChain(door.db, chain_id, (tx) => isKnown(tx, chain_id, { staff_id, browser_id }))
  const who = { chain_id, person: staff_id, staff_id, browser_id: known ? browser_id : null }
  await proveCode(door, claimOf(who, { by: 'code', from }), { staff_id, code })
  return await inChain(door.db, chain_id, (tx) =>
    openSession(tx, door, { chain_id, staff_id, opened_by: 'password', from }))
}

/**
 * Opens a session at an enrolled till with a PIN. Refuses `not_a_till`, `pin_not_here`, `pin_wrong`,
 * `pin_too_soon`, `pin_locked`.
 */
export async function openWithPin(
  door: Door, { staff_id, pin }: { staff_id: string; pin: string }, from: Origin,
): Promise<Opened> {
  const { chain_id, device } = await atTill(door, from.till ?? null, async (tx, at) => {
    const here = await sellersAt(tx, at.chain_id, { store_id: at.device.store_id, of: [staff_id] })
    if (here.length === 0) refuse('pin_not_here')
    return at
  })
  const tries = pinTries(chain_id, { staff_id, till_id: device.till_id })
  await provePin(door, { tries, first: true, device: from.device, by: 'pin' }, { staff_id, pin })
  return await inChain(door.db, chain_id, (tx) =>
    openSession(tx, door, { chain_id, staff_id, opened_by: 'pin', from }))
}

type Opening = { chain_id: string; staff_id: string; opened_by: SessionRow['opened_by']; from: Origin }

async function openSession(
  tx: Tx, door: Door, { chain_id, staff_id, opened_by, from }: Opening,
): Promise<Opened> {
  const person = await readPerson(tx, door.master, { chain_id, staff_id })
  if (!person) refuse('sign_in_wrong')
  const now = new Date(Date.now() + await readClockOffset(tx, chain_id))
  // One browser, one session: whoever was here before is signed out by this.
  if (from.session) await updateEndedByToken(tx, chain_id, { token_hash: digestOf(from.session), now })

  const enrolled = await deviceBehind(tx, chain_id, from.till ?? null)
  const idle_s = enrolled
    ? tillIdle(await idleMin(tx, chain_id, { place_id: enrolled.till_id, now })) : usual_idle_s
  const token = newToken(), token_hash = digestOf(token), id = newId()
  const session: SessionRow = {
    id, staff_id, device: from.device, started_at: now, seen_at: now, ends_at: endOf(now, now, idle_s),
    ended_at: null, idle_s, opened_by, store_id: enrolled?.store_id ?? null, device_id: enrolled?.id ?? null,
    till_id: enrolled?.till_id ?? null,
  }
  await insertSession(tx, chain_id, { ...session, token_hash })
  await enterInDirectory(tx, 'session', { value: token_hash, chain_id })
  const device = enrolled ? `${enrolled.name} · ${from.device}` : from.device
  const who = asOpened({ ...person, now }, { ...session, device })
  await record(tx, who, [{
    verb: 'session.start', ref: id, store_id: session.store_id,
    detail: { by: opened_by, ...session.till_id === null ? {} : { till_id: session.till_id } },
  }])
  const browser = await knowBrowser(tx, door, { who, opened_by, from })
  return { token, me: await tellMe(tx, who, session), browser }
}

/** Whoever signed in with their password here is known here; a PIN proves nothing about the browser. */
async function knowBrowser(
  tx: Tx, door: Door, { who, opened_by, from }: { who: Who } & Pick<Opening, 'opened_by' | 'from'>,
): Promise<string | null> {
  if (opened_by === 'pin') return null
  const browser_id = browserOf(door, from) ?? newId()
  await upsertKnownBrowser(tx, who.chain_id, { staff_id: who.principal.id, browser_id, at: who.now })
  return signed(door.master, 'browser', browser_id)
}

async function idleMin(
  tx: Tx, chain_id: string, { place_id, now }: { place_id: string; now: Date },
): Promise<number> {
  return (await readSettings(tx, chain_id)).at(place_id, now).till_idle_min
}

/** Who is signed in through a session of theirs. */
export async function readMyself(tx: Tx, who: Who, session_id: string): Promise<Me> {
  const session = await selectOneSession(tx, who.chain_id, { staff_id: who.principal.id, id: session_id })
  assert(session, 'whoever is signed in has a session')
  return await tellMe(tx, who, session)
}

async function tellMe(tx: Tx, who: Who, session: SessionRow): Promise<Me> {
  const { opened_by, till_id, store_id, device_id } = session
  const till = till_id !== null && store_id !== null && device_id !== null ? {
    id: till_id, store_id, device_id,
    idle_min: await idleMin(tx, who.chain_id, { place_id: till_id, now: who.now }),
  } : null
  return { ...await readMe(tx, who), opened_by, till, must: await mustOf(tx, who, opened_by) }
}
