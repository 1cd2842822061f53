import { randomBytes } from 'node:crypto'
import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/access.ts'
import { record } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import { lockBelow, readChain, readStaffNames } from '#modules/org/org.ts'
import { proveOwn } from './account.ts'
import type { Self } from './account.ts'
import { recoveryHash, recovery_signs } from './codes.ts'
import { isFactorAskedOf } from './must.ts'
import { proveCode, tryKey } from './prove.ts'
import type { Door } from './prove.ts'
import * as store from './store-factors.ts'
import { spokenCode } from './tokens.ts'
import { base32, otpAddress, stepOf } from './totp.ts'
import { tryOnce } from './tries.ts'

/** 160 bits, as RFC 4226 recommends. */
const secret_bytes = 20, recovery_codes = 10

/**
 * Makes a secret that counts only when a code of it came back. Refuses `password_wrong`,
 * `second_factor_is_on`.
 */
export async function beginSecondFactor(
  door: Door, self: Self, { password }: Input<typeof contract.beginSecondFactor>,
): Promise<{ secret: string; address: string }> {
  const { who } = self, staff_id = who.principal.id
  await proveOwn(door, self, password)
  const bytes = randomBytes(secret_bytes), secret = base32(bytes)
  return await inChain(door.db, who.chain_id, async (tx) => {
    if ((await store.lockFactor(tx, who.chain_id, staff_id))?.confirmed_at) refuse('second_factor_is_on')
    await store.upsertFactor(tx, who.chain_id, {
      staff_id, secret_sealed: who.seal.close(bytes.toString('base64')), begun_at: who.now,
      confirmed_at: null, last_step: 0,
    })
    const issuer = (await readChain(tx, who.chain_id)).name
    const account = (await readStaffNames(tx, who.chain_id, [staff_id])).get(staff_id) ?? ''
    return { secret, address: otpAddress({ secret, issuer, account }) }
  })
}

/** Turns the second factor on. Refuses `second_factor_is_off` where none was begun, `second_factor_wrong`. */
export async function confirmSecondFactor(
  door: Door, { who }: Self, { code }: Input<typeof contract.confirmSecondFactor>,
): Promise<{ recovery_codes: string[] }> {
  const { chain_id } = who, staff_id = who.principal.id
  const tries = { chain_id, keys: [tryKey('code', staff_id, 'confirm')] as const }
  const tried = await tryOnce(door.db, tries, () => inChain(door.db, chain_id, async (tx) => {
    const factor = await store.lockFactor(tx, chain_id, staff_id)
    if (!factor) refuse('second_factor_is_off')
    if (factor.confirmed_at) refuse('second_factor_is_on')
    const secret = Buffer.from(who.seal.open(factor.secret_sealed), 'base64')
    const step = stepOf(code, secret, { at: new Date(), last_step: factor.last_step })
    if (step === null) return null
    await store.upsertFactor(tx, chain_id, { ...factor, confirmed_at: who.now, last_step: step })
    await record(tx, who, [{ verb: 'factor.on', ref: staff_id, detail: {} }])
    return await newRecoveryCodes(tx, who)
  }))
  return { recovery_codes: tried.right ?? refuse('second_factor_wrong') }
}

/** Ten codes, told once and kept as keyed digests. */
async function newRecoveryCodes(tx: Tx, who: Who): Promise<string[]> {
  const codes = Array.from({ length: recovery_codes }, () => spokenCode(recovery_signs))
  await store.replaceRecoveryCodes(tx, who.chain_id, {
    staff_id: who.principal.id, hashes: codes.map((code) => recoveryHash(who.seal, code)),
  })
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`)
}

type Proof = { password: string; code: string }

async function proveBoth(door: Door, self: Self, { password, code }: Proof): Promise<void> {
  const { who: { chain_id, device, principal: { id: staff_id } }, session_id } = self
  const factor = await inChain(door.db, chain_id, (tx) => store.selectFactor(tx, chain_id, staff_id))
  if (!factor?.confirmed_at) refuse('second_factor_is_off')
  await proveOwn(door, self, password)
  const tries = { chain_id, keys: [tryKey('code', staff_id, session_id)] as const }
  await proveCode(door, { tries, first: true, device, by: 'code' }, { staff_id, code })
}

/** Refuses `second_factor_is_off`, `password_wrong`, `second_factor_wrong`, `second_factor_asked`. */
export async function dropSecondFactor(door: Door, self: Self, proof: Proof): Promise<void> {
  const { who } = self, staff_id = who.principal.id
  // Whoever must have one would stand before a locked door in the next moment.
  if (await inChain(door.db, who.chain_id, (tx) => isFactorAskedOf(tx, who))) refuse('second_factor_asked')
  await proveBoth(door, self, proof)
  await inChain(door.db, who.chain_id, async (tx) => {
    await store.deleteFactor(tx, who.chain_id, staff_id)
    await record(tx, who, [{ verb: 'factor.off', ref: staff_id, detail: {} }])
  })
}

export async function renewRecoveryCodes(
  door: Door, self: Self, proof: Proof,
): Promise<{ recovery_codes: string[] }> {
  const { who } = self
  await proveBoth(door, self, proof)
  return await inChain(door.db, who.chain_id, async (tx) => {
    await record(tx, who, [{ verb: 'factor.codes', ref: who.principal.id, detail: {} }])
    return { recovery_codes: await newRecoveryCodes(tx, who) }
  })
}

/** For somebody below or beside me who lost their phone. Refuses as `lockBelow`, `second_factor_is_off`. */
export async function removeSecondFactor(
  tx: Tx, who: Who, { staff_id }: { staff_id: string },
): Promise<Record<never, never>> {
  await lockBelow(tx, who, staff_id)
  if (!await store.deleteFactor(tx, who.chain_id, staff_id)) refuse('second_factor_is_off')
  await record(tx, who, [{ verb: 'factor.remove', ref: staff_id, detail: {} }])
  return {}
}
