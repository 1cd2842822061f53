import type { Permission } from '#contract/permissions.ts'
import type { Scope } from '#contract/roles.ts'
import { OutOfReach } from './refusal.ts'
import type { Seal } from './seal.ts'

/**
 * Who acts, where they may act, and the only clock a verb reads. Handed to every verb; nothing is ambient.
 */
export type Who = {
  readonly chain_id: string
  readonly principal: { readonly kind: 'staff' | 'operator' | 'system'; readonly id: string }
  /** Stores in reach: 'all' for headquarters. */
  readonly stores: readonly string[] | 'all'
  /** How far the role reaches; with 'own', only what the person did themselves in those stores. */
  readonly scope: Scope
  readonly permissions: ReadonlySet<Permission>
  /** The enrolled till this session was opened on. */
  readonly till_id: string | null
  /** Where the request came from, as the audit shows it. */
  readonly device: string | null
  readonly now: Date
  /** IANA name of the chain's time zone. */
  readonly zone: string
  readonly seal: Seal
}

export function mayReach(who: Who, store_id: string): boolean {
  return who.stores === 'all' || who.stores.includes(store_id)
}

/** A store out of reach answers exactly as one that does not exist. */
export function refuseOutOfReach(who: Who, store_id: string): void {
  if (!mayReach(who, store_id)) throw new OutOfReach('store_unknown', store_id)
}
