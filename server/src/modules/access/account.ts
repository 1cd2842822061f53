import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/access.ts'
import { record } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { hashPassword } from '#kernel/passwords.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import type { Who } from '#kernel/who.ts'
import { lockBelow, readCredentials, setPassword } from '#modules/org/org.ts'
import { isFactorAskedOf } from './must.ts'
import { provePassword, tryKey } from './prove.ts'
import type { Claim, Door } from './prove.ts'
import { selectOpenSessions, updateAllEnded, updateEnded } from './store.ts'
import * as factors from './store-factors.ts'
import { isSimplePin } from './simple-pin.ts'

export type Self = { who: Who; session_id: string }

/** Whoever sits down at an open screen must not take the account over: the password is asked for again. */
export async function proveOwn(door: Door, { who, session_id }: Self, password: string): Promise<void> {
  const { chain_id, device, principal: { id: staff_id } } = who
  const found = await inChain(door.db, chain_id, (tx) => readCredentials(tx, chain_id, { staff_id }))
  const tries = { chain_id, keys: [tryKey('second', staff_id, session_id)] as const }
  const claim: Claim = { tries, first: true, device, by: 'own_password' }
  const proven = await provePassword(door, claim, { found, password })
  if (!proven) refuse('password_wrong')
}

/** What guards my account. */
export async function readAccount(tx: Tx, who: Who): Promise<Answer<typeof contract.readAccount>> {
  const { chain_id, principal: { id: staff_id } } = who
  const pin = await factors.selectPin(tx, chain_id, staff_id)
  const factor = await factors.selectFactor(tx, chain_id, staff_id)
  const on_at = factor?.confirmed_at ?? null
  return {
    pin_set_at: pin?.set_at ?? null,
    second_factor: on_at && {
      on_at, recovery_codes_left: await factors.countRecoveryCodes(tx, chain_id, staff_id),
    },
    second_factor_asked: await isFactorAskedOf(tx, who),
  }
}

/**
 * Changes my password and ends my other sessions. Refuses `password_wrong`, `password_is_phone`,
 * `password_same`; what is too short or too common the contract refuses before.
 */
export async function changePassword(
  door: Door, self: Self, { password, new_password }: Input<typeof contract.changePassword>,
): Promise<void> {
  const { who, session_id } = self, staff_id = who.principal.id
  await proveOwn(door, self, password)
  if (new_password === password) refuse('password_same')
  await inChain(door.db, who.chain_id, async (tx) => {
    if (await hasOwnPhone(tx, who, new_password)) refuse('password_is_phone')
    await setPassword(tx, who, { staff_id, password: new_password, first: false })
    await updateAllEnded(tx, who.chain_id, { staff_id, but: session_id, now: who.now })
  })
}

/** The phone itself is sealed; whoever has one of the numbers in the password is asked for by its digest. */
async function hasOwnPhone(tx: Tx, who: Who, password: string): Promise<boolean> {
  for (const [number] of password.matchAll(/1[3-9]\d{9}/g)) {
    const phone_key = who.seal.fingerprint('phone', number)
    const whose = await readCredentials(tx, who.chain_id, { phone_key })
    if (whose?.staff_id === who.principal.id) return true
  }
  return false
}

/** Refuses `password_wrong` and `pin_simple`. */
export async function setPin(
  door: Door, self: Self, { password, pin }: Input<typeof contract.setPin>,
): Promise<void> {
  const { who } = self, staff_id = who.principal.id
  if (isSimplePin(pin)) refuse('pin_simple')
  await proveOwn(door, self, password)
  const pin_hash = await hashPassword(pin)
  await inChain(door.db, who.chain_id, async (tx) => {
    await factors.upsertPin(tx, who.chain_id, { staff_id, pin_hash, set_at: who.now })
    await record(tx, who, [{ verb: 'pin.set', ref: staff_id, detail: {} }])
  })
}

export async function removePin(tx: Tx, who: Who): Promise<Record<never, never>> {
  const staff_id = who.principal.id
  if (await factors.deletePin(tx, who.chain_id, staff_id))
    await record(tx, who, [{ verb: 'pin.remove', ref: staff_id, detail: {} }])
  return {}
}

/** My sessions that still run. */
export async function listSessions(tx: Tx, who: Who) {
  return await selectOpenSessions(tx, who.chain_id, { staff_id: who.principal.id, now: who.now })
}

/** Ends one of my sessions. Refuses `not_found` for anybody else's and for one that ended. */
export async function endSession(tx: Tx, who: Who, { session_id }: { session_id: string }): Promise<void> {
  const ended = await updateEnded(
    tx, who.chain_id, { staff_id: who.principal.id, id: session_id, now: who.now },
  )
  if (!ended) refuse('not_found')
  await record(tx, who, [{ verb: 'session.end', ref: session_id, detail: {} }])
}

/** Ends all my sessions but this one. */
export async function endOtherSessions(tx: Tx, { who, session_id }: Self): Promise<{ ended: number }> {
  const staff_id = who.principal.id
  const ended = await updateAllEnded(tx, who.chain_id, { staff_id, but: session_id, now: who.now })
  if (ended > 0) await record(tx, who, [{ verb: 'session.end_others', ref: staff_id, detail: { ended } }])
  return { ended }
}

/** Sessions of somebody below or beside me, and what guards their account. Refuses as `lockBelow` does. */
export async function listStaffSessions(
  tx: Tx, who: Who, { staff_id }: { staff_id: string },
): Promise<Answer<typeof contract.listStaffSessions>> {
  await lockBelow(tx, who, staff_id)
  const rows = await selectOpenSessions(tx, who.chain_id, { staff_id, now: who.now })
  return {
    rows: rows.map(({ id, started_at, seen_at, device, opened_by, till_id }) =>
      ({ id, started_at, seen_at, device, opened_by, at_till: till_id !== null })),
    has_pin: await factors.selectPin(tx, who.chain_id, staff_id) !== null,
    has_second_factor: Boolean((await factors.selectFactor(tx, who.chain_id, staff_id))?.confirmed_at),
  }
}

export async function endStaffSessions(
  tx: Tx, who: Who, { staff_id }: { staff_id: string },
): Promise<{ ended: number }> {
  await lockBelow(tx, who, staff_id)
  const ended = await updateAllEnded(tx, who.chain_id, { staff_id, but: null, now: who.now })
  await record(tx, who, [{ verb: 'session.end_theirs', ref: staff_id, detail: { ended } }])
  return { ended }
}
