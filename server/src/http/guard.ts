import { openToTheBound } from '#contract/access.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import type { Permission } from '#contract/permissions.ts'
import { readSession, signOut } from '#contract/session.ts'
import { record } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { OutOfReach, Refusal, refuse } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import type { SignedIn } from '#modules/access/access.ts'
import { readTillBook } from '#modules/org/org.ts'
import { operatorBehind } from '#modules/platform/platform.ts'
import { statusOf } from './errors.ts'
import type { House } from './house.ts'

export type Caller = { token: string | undefined; is_local: boolean }

/**
 * Who calls, if they may call this endpoint at all. Null only where nobody need be signed in. Refuses
 * `not_signed_in`, `session_ended`, `not_permitted`, `password_must_change`, `second_factor_must_set`.
 */
export async function admit(house: House, endpoint: Endpoint, caller: Caller): Promise<SignedIn | null> {
  const { need } = endpoint
  if (need === 'open' || (need === 'local_or_docs' && caller.is_local)) return null
  const behind = (token: string) =>
    need === 'operator' ? operatorBehind(house.desk, token) : house.sessions.behind(token)
  const found = caller.token === undefined ? null : await behind(caller.token)
  if (found === null) refuse('not_signed_in')
  if (found === 'ended') refuse('session_ended')
  if (need === 'operator') return found
  refuseBound(endpoint, found.must)
  const permission = need === 'local_or_docs' ? 'docs.read' : need
  const may = permission === 'signed_in' ? isOpenTo(found.who, endpoint)
    : mayAtAll(found.who, endpoint, permission)
  if (!may) {
    await recordRefused(house.db, found.who, { verb: 'reach.denied', endpoint, ref: null })
    refuse('not_permitted')
  }
  return found
}

/** A visitor is nobody of the chain: of what everybody in it may do they ask who they are, and leave. */
const isOpenTo = ({ principal }: Who, endpoint: Endpoint): boolean =>
  principal.kind !== 'operator' || endpoint === readSession || endpoint === signOut

/** Permissions to change what belongs to the chain as a whole, where the endpoint's scope says so. */
const chains_own: ReadonlySet<string> = new Set<Permission>([
  'stores.edit', 'roles.edit', 'goods.edit', 'settings.edit', 'operators.admit',
])

/**
 * A permission says what, and the reach where: a role of one store may not change what every store lives
 * under, such as prices, roles, regions, and whom of the platform the chain lets in.
 */
const mayAtAll = ({ permissions, stores }: Who, { scope }: Endpoint, needed: Permission): boolean =>
  permissions.has(needed) && (scope !== 'chain' || stores === 'all' || !chains_own.has(needed))

/** Whoever must change their password, or set a second factor, does that first. */
function refuseBound(endpoint: Endpoint, must: SignedIn['must']): void {
  if (must === null || openToTheBound.includes(endpoint)) return
  refuse(must === 'change_password' ? 'password_must_change' : 'second_factor_must_set')
}

/** A store named in the input lies in the caller's reach, or it does not exist for them. */
export function refuseForeignStore(who: Who, endpoint: Endpoint, store_id: string | null): void {
  if (endpoint.scope === 'store' && store_id !== null) refuseOutOfReach(who, store_id)
}

/**
 * Whoever reaches every store of the chain reaches none of another one, and none that never was. The verbs of
 * the counter ask for the till anyway; this holds for every other endpoint alike.
 */
export async function refuseUnknownStore(
  tx: Tx, who: Who, { endpoint, store_id }: { endpoint: Endpoint; store_id: string | null },
): Promise<void> {
  if (!namesAnyStore(who, endpoint, store_id)) return
  const tills = await readTillBook(tx, who.chain_id)
  if (!tills.values().some((till) => till.store_id === store_id)) throw new OutOfReach('store_unknown',
    store_id)
}

/** Whether a store is named by somebody whose reach is no list that it could be looked for in. */
export const namesAnyStore = (who: Who, { scope }: Endpoint, store_id: string | null): store_id is string =>
  scope === 'store' && who.stores === 'all' && store_id !== null

/** A feature switched off for the store (or the chain, where no store is named) leaves no trace. */
export async function refuseSwitchedOff(
  tx: Tx, { chain_id, now }: Who, asked: { feature: Endpoint['feature']; store_id: string | null },
): Promise<void> {
  if (asked.feature === null) return
  const { features_off } = (await readSettings(tx, chain_id)).at(asked.store_id, now)
  if (features_off.includes(asked.feature)) refuse('feature_off')
}

/**
 * Asking for what is not there for the caller is on record, though the answer says only that there is none
 * (C20, R6.01). What lies outside their reach and what never was leave the same row in the same time: neither
 * the answer nor the wait for it tells the two apart.
 */
export async function recordReach(
  db: Db, who: Who, { error, endpoint, input }: {
    error: unknown; endpoint: Endpoint; input: Record<string, unknown>
  },
): Promise<void> {
  if (!(error instanceof Refusal)) return
  // Some verbs find out themselves what their caller may not: whoever visits, whoever exports.
  if (error.code === 'not_permitted')
    await recordRefused(db, who, { verb: 'reach.denied', endpoint, ref: idIn(input) })
  if (statusOf(error.code) !== 404 || ordinary.has(error.code)) return
  await recordRefused(db, who, {
    verb: 'reach.refused', endpoint, ref: error instanceof OutOfReach ? error.ref : idIn(input),
  })
}

/** A code that the till does not know is a day's work, and a feature switched off is nobody's fault. */
const ordinary: ReadonlySet<string> = new Set(['barcode_unknown', 'feature_off'])

const idIn = (input: Record<string, unknown>): string | null =>
  Object.entries(input).find((entry): entry is [string, string] =>
    entry[0].endsWith('_id') && typeof entry[1] === 'string')?.[1] ?? null

async function recordRefused(
  db: Db, who: Who, { verb, endpoint, ref }: {
    verb: 'reach.refused' | 'reach.denied'; endpoint: Endpoint; ref: string | null
  },
): Promise<void> {
  const detail = { endpoint: `${endpoint.method} ${endpoint.path}` }
  await inChain(db, who.chain_id, (tx) => record(tx, who, [{ verb, ref, detail }]))
}
