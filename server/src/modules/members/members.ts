import type { Tx } from '#kernel/db.ts'
import type { Delivered } from '#kernel/notes.ts'
import { visitsIn } from './rules.ts'
import type { Visit } from './rules.ts'
import * as store from './store.ts'

/** The door of members: who they are, what they agreed to, and what is closed. */
export { consentsShown, listWordings, readConsents, setConsent, writeWording } from './consents.ts'
export { enrol } from './enrol.ts'
export { findMembers, listMembers, readMemberCard, readProfile, readProfiles } from './find.ts'
export { openFields, readIdentity, removeIdentity, setIdentity, unmask } from './identity.ts'
export { edit, erase } from './profile.ts'
export type { Consent, Profile, Visit } from './rules.ts'
export { spellSome } from './spell.ts'

/**
 * The reaction `members.visits`: when a member was last here, and which stores know them. Any order and any
 * repetition of notes does.
 */
export async function markVisits(tx: Tx, chain_id: string, notes: readonly Delivered[]): Promise<void> {
  const visits = visitsIn(notes)
  await store.markVisits(tx, chain_id, visits)
  await store.addVisits(tx, chain_id, visits)
}

/** Keeps visits of before they were kept. */
export async function addVisits(tx: Tx, chain_id: string, visits: readonly Visit[]): Promise<void> {
  await store.addVisits(tx, chain_id, visits)
}
