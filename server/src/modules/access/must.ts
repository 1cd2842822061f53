import type { Settings } from '#contract/settings.ts'
import type { Tx } from '#kernel/db.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { readCredentials } from '#modules/org/org.ts'
import { selectFactor } from './store-factors.ts'

/** What a person must do before anything else works for them. */
export type Must = 'change_password' | 'set_second_factor' | null

/** Whether the chain wants a second factor of this person. */
function isAskedFor(
  wanted: Settings['second_factor_for'], who: Pick<Who, 'scope' | 'permissions'>,
): boolean {
  if (wanted === 'none') return false
  if (wanted === 'all') return true
  if (wanted === 'chain_scope') return who.scope === 'chain'
  return wanted.some((permission) => who.permissions.has(permission))
}

/** A PIN works on an enrolled till alone, which is a second factor of its own. */
export async function mustOf(tx: Tx, who: Who, opened_by: 'password' | 'pin'): Promise<Must> {
  const staff_id = who.principal.id
  const kept = await readCredentials(tx, who.chain_id, { staff_id })
  if (kept?.first_password) return 'change_password'
  if (opened_by === 'pin' || !await isFactorAskedOf(tx, who)) return null
  const factor = await selectFactor(tx, who.chain_id, staff_id)
  return factor?.confirmed_at ? null : 'set_second_factor'
}

export async function isFactorAskedOf(tx: Tx, who: Who): Promise<boolean> {
  const book = await readSettings(tx, who.chain_id)
  return isAskedFor(book.at(null, who.now).second_factor_for, who)
}
