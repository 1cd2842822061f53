import type { Endpoint } from '#contract/endpoint.ts'
import { record } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { OutOfReach, refuse } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import type { SignedIn } from '#modules/org/org.ts'
import type { House } from './house.ts'

export type Caller = { token: string | undefined; is_local: boolean }

/**
 * Who calls, if they may call this endpoint at all. Null only where nobody need be signed in. Refuses
 * `not_signed_in`, `session_ended`, `not_permitted`.
 */
export async function admit(house: House, endpoint: Endpoint, caller: Caller): Promise<SignedIn | null> {
  const { need } = endpoint
  if (need === 'open' || (need === 'local_or_docs' && caller.is_local)) return null
  const found = caller.token === undefined ? null : await house.sessions.behind(caller.token)
  if (found === null) refuse('not_signed_in')
  if (found === 'ended') refuse('session_ended')
  const permission = need === 'local_or_docs' ? 'docs.read' : need
  if (permission !== 'signed_in' && !found.who.permissions.has(permission)) refuse('not_permitted')
  return found
}

/** A store named in the input lies in the caller's reach, or it does not exist for them. */
export function refuseForeignStore(who: Who, endpoint: Endpoint, store_id: string | null): void {
  if (endpoint.scope === 'store' && store_id !== null) refuseOutOfReach(who, store_id)
}

/** A feature switched off for the store (or the chain, where no store is named) leaves no trace. */
export async function refuseSwitchedOff(
  tx: Tx, { chain_id }: Who, asked: { feature: Endpoint['feature']; store_id: string | null },
): Promise<void> {
  if (asked.feature === null) return
  const { features_off } = (await readSettings(tx, chain_id)).at(asked.store_id)
  if (features_off.includes(asked.feature)) refuse('feature_off')
}

/**
 * Reaching for what lies outside one's stores is on record, though the answer says only that there is none.
 */
export async function recordReach(
  db: Db, who: Who, { error, endpoint }: { error: unknown; endpoint: Endpoint },
): Promise<void> {
  if (!(error instanceof OutOfReach)) return
  const { ref } = error, detail = { endpoint: `${endpoint.method} ${endpoint.path}` }
  await inChain(db, who.chain_id, (tx) => record(tx, who, [{ verb: 'reach.refused', ref, detail }]))
}
