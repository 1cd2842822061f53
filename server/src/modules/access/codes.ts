import type { Tx } from '#kernel/db.ts'
import type { Seal } from '#kernel/seal.ts'
import { lockFactor, upsertFactor, takeRecoveryCode } from './store-factors.ts'
import { stepOf } from './totp.ts'
import { asSpoken } from './tokens.ts'

/** A recovery code has more signs than an authenticator's six digits. */
export const recovery_signs = 10
export const recoveryHash = (seal: Seal, code: string): string => seal.fingerprint('recovery', asSpoken(code))

/**
 * Takes a code of the authenticator or a recovery code, each once; false for any other. The clock is the
 * wall's: the phone that shows the codes knows no other.
 */
export async function acceptCode(
  tx: Tx, seal: Seal, { chain_id, staff_id, code }: { chain_id: string; staff_id: string; code: string },
): Promise<boolean> {
  const at = new Date(), given = asSpoken(code)
  const factor = await lockFactor(tx, chain_id, staff_id)
  if (!factor?.confirmed_at) return false
  if (given.length === recovery_signs)
    return await takeRecoveryCode(tx, chain_id, { staff_id, code_hash: recoveryHash(seal, given), at })
  const secret = Buffer.from(seal.open(factor.secret_sealed), 'base64')
  const step = stepOf(given, secret, { at, last_step: factor.last_step })
  if (step === null) return false
  await upsertFactor(tx, chain_id, { ...factor, last_step: step })
  return true
}
