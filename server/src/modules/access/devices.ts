import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/access.ts'
import type { TillDevice } from '#contract/access.ts'
import type { Settings } from '#contract/settings.ts'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { enterChain, inChain, outsideChains, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { chainBehind, enterInDirectory } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { readChain, readPerson, readStaffNames, sellersAt, storesOf } from '#modules/org/org.ts'
import type { Door } from './prove.ts'
import { isWorthTouching } from './rules.ts'
import { digestOf, newToken } from './sessions.ts'
import { updateEndedOnDevice, updateSessionDevice } from './store.ts'
import * as store from './store-devices.ts'
import type { DeviceRow } from './store-devices.ts'
import { selectPinned } from './store-factors.ts'
import { asSpoken, keyedDigest, spokenCode } from './tokens.ts'

type Place = { store_id: string; till_id: string; name: string }

const code_signs = 8, code_lasts_ms = 10 * 60_000

/**
 * A one-time code that makes a browser this till. Told once; kept as a keyed digest. Refuses `store_unknown`,
 * `till_unknown`.
 */
export async function makeEnrolCode(
  tx: Tx, who: Who, { door, ...place }: Place & { door: Pick<Door, 'master'> },
): Promise<{ code: string; ends_at: Date }> {
  await readTill(tx, who, place)
  const code = spokenCode(code_signs), id = newId(), ends_at = new Date(who.now.getTime() + code_lasts_ms)
  const code_hash = keyedDigest(door.master, 'enrolment', code)
  await store.insertEnrolment(tx, who.chain_id, {
    id, ...place, code_hash, made_by: who.principal.id, made_at: who.now, ends_at,
  })
  const entered = await enterInDirectory(tx, 'enrolment', { value: code_hash, chain_id: who.chain_id })
  assert(entered, 'a code is made once')
  await record(tx, who, [{
    verb: 'device.code', ref: place.till_id, detail: { store_id: place.store_id, enrolment_id: id },
  }])
  return { code: `${code.slice(0, 4)}-${code.slice(4)}`, ends_at }
}

/** The till, where it stands in a store in reach that is open. */
async function readTill(tx: Tx, who: Who, { store_id, till_id }: Place) {
  refuseOutOfReach(who, store_id)
  const shop = (await storesOf(tx, who.chain_id)).find(({ id }) => id === store_id)
  if (!shop || shop.closed_at !== null) refuse('store_unknown')
  return shop.tills.find(({ id }) => id === till_id) ?? refuse('till_unknown')
}

/**
 * Makes the browser that asks a till, by somebody who may and stands at it. The session they did it in is
 * one of this till from then on.
 */
export async function enrolHere(
  tx: Tx, who: Who, { session_id, ...place }: Place & { session_id: string },
): Promise<{ token: string; device: TillDevice }> {
  await readTill(tx, who, place)
  const enrolled = await bind(tx, who, place)
  await updateSessionDevice(tx, who.chain_id, {
    staff_id: who.principal.id, id: session_id, store_id: place.store_id, device_id: enrolled.device.id,
  })
  return enrolled
}

/**
 * Makes the browser that asks the till its code was made for, in the name of whoever made it. Refuses
 * `enrol_code_wrong` alike for a wrong, a used and an old one, and `sign_in_too_often`.
 */
export async function enrolByCode(
  door: Door, { code }: { code: string }, from: { address: string; device: string },
): Promise<{ token: string; device: TillDevice }> {
  const attempt = { what: 'enrolment', address: from.address }
  door.throttle.take(attempt, Date.now())
  const code_hash = keyedDigest(door.master, 'enrolment', asSpoken(code))
  const enrolled = await outsideChains(door.db, async (tx) => {
    const chain_id = await chainBehind(tx, 'enrolment', code_hash)
    if (chain_id === null) return null
    await enterChain(tx, chain_id)
    const now = new Date(Date.now() + await readClockOffset(tx, chain_id))
    const enrolment = await store.takeEnrolment(tx, chain_id, { code_hash, now })
    const maker = enrolment && await readPerson(tx, door.master, { chain_id, staff_id: enrolment.made_by })
    if (!enrolment || !maker?.permissions.has('tills.enrol')) return null
    const who = { ...maker, now, device: from.device }
    await readTill(tx, who, enrolment)
    return await bind(tx, who, enrolment)
  }).catch((error: unknown) => {
    door.throttle.giveBack(attempt)
    throw error
  })
  if (!enrolled) refuse('enrol_code_wrong')
  door.throttle.giveBack(attempt)
  return enrolled
}

/** A till has one device at a time: the one before is revoked, and its sessions end. */
async function bind(
  tx: Tx, who: Who, { store_id, till_id, name }: Place,
): Promise<{ token: string; device: TillDevice }> {
  const { chain_id, now } = who, by = who.principal.id
  // Two at the same moment queue here: the later one takes the till over.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${chain_id} device ${till_id}`}, 0))`.execute(tx)
  const before = await store.updateRevokedOfTill(tx, chain_id, { store_id, till_id, by, at: now })
  if (before) await endOnDevice(tx, who, before)
  const token = newToken(), token_hash = digestOf(token)
  const device: DeviceRow = {
    id: newId(), store_id, till_id, name, enrolled_by: by, enrolled_at: now, seen_at: now, revoked_at: null,
    revoked_by: null,
  }
  await store.insertDevice(tx, chain_id, { ...device, token_hash })
  await enterInDirectory(tx, 'till', { value: token_hash, chain_id })
  await record(tx, who, [{
    verb: 'device.enrol', ref: device.id,
    detail: { store_id, till_id, name, ...before ? { replaces: before.id } : {} },
  }])
  return { token, device: await tell(tx, chain_id, device) }
}

async function endOnDevice(tx: Tx, who: Who, { id, store_id, till_id }: DeviceRow): Promise<void> {
  await updateEndedOnDevice(tx, who.chain_id, { store_id, device_id: id, now: who.now })
  await record(tx, who, [{ verb: 'device.revoke', ref: id, detail: { store_id, till_id } }])
}

async function tell(tx: Tx, chain_id: string, device: DeviceRow): Promise<TillDevice> {
  const chain = await readChain(tx, chain_id)
  const shop = (await storesOf(tx, chain_id)).find(({ id }) => id === device.store_id)
  const till = shop?.tills.find(({ id }) => id === device.till_id)
  assert(shop && till, 'a device stands for a till of a store')
  return {
    id: device.id, name: device.name, chain: { code: chain.code, name: chain.name },
    store: { id: shop.id, code: shop.code, name: shop.name },
    till: { id: till.id, number: till.number, name: till.name },
  }
}

/** The device a till's token stands for in this chain, or null: revoked, another chain's, made up. */
export async function deviceBehind(
  tx: Tx, chain_id: string, token: string | null,
): Promise<DeviceRow | null> {
  return token === null ? null : await store.selectDeviceByToken(tx, chain_id, digestOf(token))
}

/** Which chain a till's token belongs to. */
export async function chainOfTill(tx: Tx, token: string): Promise<string | null> {
  return await chainBehind(tx, 'till', digestOf(token))
}

/** What this browser stands for, and who may open it with a PIN. */
export async function readTillDevice(
  door: Pick<Door, 'db'>, token: string | null,
): Promise<Answer<typeof contract.readTillDevice>> {
  const nothing = { device: null, people: [] }
  if (token === null) return nothing
  return await outsideChains(door.db, async (tx) => {
    const chain_id = await chainOfTill(tx, token)
    if (chain_id === null) return nothing
    await enterChain(tx, chain_id)
    const device = await deviceBehind(tx, chain_id, token)
    if (!device) return nothing
    const now = new Date(Date.now() + await readClockOffset(tx, chain_id))
    if (isWorthTouching(device, now)) await store.updateDeviceSeen(tx, chain_id, { ...device, seen_at: now })
    const of = await selectPinned(tx, chain_id)
    return {
      device: await tell(tx, chain_id, device),
      people: await sellersAt(tx, chain_id, { store_id: device.store_id, of }),
    }
  })
}

/** The devices of a store's tills, those that were revoked last. */
export async function listDevices(
  tx: Tx, who: Who, { store_id }: Input<typeof contract.listDevices>,
): Promise<Answer<typeof contract.listDevices>> {
  const devices = await store.selectDevices(tx, who.chain_id, store_id)
  const people = devices.flatMap(({ enrolled_by, revoked_by }) => [enrolled_by, revoked_by ?? enrolled_by])
  const names = await readStaffNames(tx, who.chain_id, people)
  const shop = (await storesOf(tx, who.chain_id)).find(({ id }) => id === store_id)
  return {
    rows: devices.map(({ enrolled_by, revoked_by, till_id, store_id: _, ...device }) => ({
      ...device, till_id, till_number: shop?.tills.find(({ id }) => id === till_id)?.number ?? 0,
      enrolled_by: names.get(enrolled_by) ?? '', revoked_by: revoked_by && (names.get(revoked_by) ?? ''),
    })),
  }
}

/** Revokes a till at once: its sessions end with it. Refuses `device_unknown`. */
export async function revokeDevice(
  tx: Tx, who: Who, { store_id, device_id }: Input<typeof contract.revokeDevice>,
): Promise<void> {
  const revoked = await store.updateRevoked(
    tx, who.chain_id, { store_id, device_id, by: who.principal.id, at: who.now })
  if (!revoked) refuse('device_unknown')
  await endOnDevice(tx, who, revoked)
}

/** Why money is not taken at this till by this session, or null: pure, for the settle lane. */
export function whyNotHere(
  { till_id: opened_on, principal }: Pick<Who, 'till_id' | 'principal'>,
  { till_id, tills_enrolled_only }: { till_id: string } & Pick<Settings, 'tills_enrolled_only'>,
): 'till_not_enrolled' | null {
  // The machine itself (imports, the demo) stands at no till.
  if (!tills_enrolled_only || principal.kind === 'system') return null
  return opened_on === till_id ? null : 'till_not_enrolled'
}

/** Runs in the chain of the till that a browser stands for. Refuses `not_a_till`. */
export async function atTill<Result>(
  door: Door, token: string | null,
  work: (tx: Tx, at: { chain_id: string; device: DeviceRow }) => Promise<Result>,
): Promise<Result> {
  const chain_id = token === null ? null : await outsideChains(door.db, (tx) => chainOfTill(tx, token))
  if (chain_id === null) refuse('not_a_till')
  return await inChain(door.db, chain_id, async (tx) => {
    const device = await deviceBehind(tx, chain_id, token)
    if (!device) refuse('not_a_till')
    return await work(tx, { chain_id, device })
  })
}
