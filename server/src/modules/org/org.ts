import { features } from '#contract/features.ts'
import { permissions } from '#contract/permissions.ts'
import type { Person } from '#contract/session.ts'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { enterChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { enterInDirectory } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import { sealOf } from '#kernel/seal.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { addStaff } from './people.ts'
import type { NewPerson } from './people.ts'
import { addBuiltInRoles } from './roles.ts'
import { permissionsOf, reachOf } from './rules.ts'
import * as people from './store-people.ts'
import * as store from './store.ts'
import type { ChainRow } from './store.ts'
import { addStore, asShown, readStores } from './stores.ts'
import type { NewStore } from './stores.ts'

export type NewChain = {
  code: string; name: string; sandbox?: boolean; time_zone?: string; currency?: string; now: Date
  store: NewStore; owner: Pick<NewPerson, 'name' | 'phone' | 'password'>
}

/**
 * Makes a chain with its first store, its tills and its owner, in a transaction outside of chains; the
 * transaction is inside the new chain afterwards. Refuses `chain_code_taken`.
 */
export async function makeChain(tx: Tx, master: Buffer, input: NewChain) {
  const { code, name, sandbox = false, time_zone = 'Asia/Shanghai', currency = 'CNY', now } = input
  const chain_id = newId()
  await enterChain(tx, chain_id)
  if (!await enterInDirectory(tx, 'chain_code', { value: code, chain_id }))
    refuse('chain_code_taken', { code })
  const chain: ChainRow = { id: chain_id, code, name, currency, time_zone, sandbox, made_at: now }
  await store.insertChain(tx, chain)
  const who = { ...systemOf(chain, master), now }
  await record(tx, who, [{ verb: 'chain.make', ref: chain_id, detail: { code } }])
  await addBuiltInRoles(tx, who)
  const first = await addStore(tx, who, input.store)
  const owner_id = await addStaff(tx, who, { ...input.owner, role: 'owner', store_ids: [] })
  return { chain_id, owner_id, store: first, who }
}

export async function readChain(tx: Tx, chain_id: string): Promise<ChainRow> {
  const chain = await store.selectChain(tx, chain_id)
  assert(chain, 'whoever is inside a chain finds its row')
  return chain
}

/** What the screens need to know of who is signed in. */
export async function readMe(tx: Tx, who: Who): Promise<Person> {
  const staff = await people.selectPerson(tx, who.chain_id, who.principal.id)
  assert(staff, 'whoever is signed in has a row')
  return {
    staff: { id: staff.id, name: staff.name, role: { code: staff.code, name: staff.role_name },
      scope: staff.scope },
    ...await readSurroundings(tx, who),
  }
}

/** What everybody who is signed in is told of the chain, whoever they are in it. */
export async function readSurroundings(tx: Tx, who: Who): Promise<Omit<Person, 'staff'>> {
  const { made_at: _, ...chain } = await readChain(tx, who.chain_id)
  const book = await readSettings(tx, who.chain_id), { features_off } = book.at(null, who.now)
  return {
    chain, stores: (await readStores(tx, who)).filter(({ closed_at }) => closed_at === null)
      .map((row) => asShown(row, { book, now: who.now })),
    permissions: [...who.permissions],
    features: features.filter((feature) => !features_off.includes(feature)), now: who.now.toISOString(),
  }
}

/** The machine itself, acting in a chain: reactions, imports, the demo. */
export async function readSystemWho(tx: Tx, master: Buffer, chain_id: string): Promise<Who> {
  const chain = await readChain(tx, chain_id)
  return { ...systemOf(chain, master), now: new Date(Date.now() + await readClockOffset(tx, chain_id)) }
}

function systemOf(chain: ChainRow, master: Buffer): Omit<Who, 'now'> {
  return {
    chain_id: chain.id, principal: { kind: 'system', id: chain.id }, stores: 'all', scope: 'chain',
    permissions: new Set(permissions), device: null, till_id: null, zone: chain.time_zone,
      seal: sealOf(master, chain.id),
  }
}

type PersonKey = { chain_id: string; staff_id: string }

/** Everything of a `who` except the moment; null for whoever left the chain or never was in it. */
export async function readPerson(
  tx: Tx, master: Buffer, { chain_id, staff_id }: PersonKey,
): Promise<Omit<Who, 'now'> | null> {
  const staff = await people.selectPerson(tx, chain_id, staff_id)
  const chain = await store.selectChain(tx, chain_id)
  return staff && chain && {
    chain_id, principal: { kind: 'staff', id: staff.id }, stores: reachOf(staff.scope, staff),
    scope: staff.scope, permissions: new Set(permissionsOf(staff)), device: null, till_id: null,
    zone: chain.time_zone, seal: sealOf(master, chain_id),
  }
}

/** A person as they would act if they were signed in, for the machine to act in their name (demo, tests). */
export async function readStaffWho(
  tx: Tx, master: Buffer, { now, ...key }: PersonKey & { now: Date },
): Promise<Who> {
  const person = await readPerson(tx, master, key)
  assert(person, 'the person is one of the chain')
  return { ...person, now }
}

/** Whether the master key is the one this chain's fields were closed with. */
export async function isRightKey(tx: Tx, master: Buffer, chain_id: string): Promise<boolean> {
  const sealed = await people.selectSealedPhone(tx, chain_id)
  try {
    return sealed === null || sealOf(master, chain_id).open(sealed) !== ''
  } catch {
    return false
  }
}

/** Whose password somebody may still know, because they made it: transitively, since a moment. */
export const readVouchedBy = people.selectVouchedBy

/** What a sign-in is held against; null where nobody who works here has this phone. */
export const readCredentials = people.selectCredentials

export { addStaff, lockBelow, peopleWhoMay, readStaffNames, setPassword, staffOf } from './people.ts'
export type { NewPerson } from './people.ts'
export { sellersAt } from './workers.ts'
export { addStore, addTill, changeStore, readStores, storesOf } from './stores.ts'
export type { NewStore, StoreWithTills } from './stores.ts'
export { placeInReach, readPlaceBook } from './places.ts'
export type { NamedPlace } from './places.ts'
export { addRegion } from './regions.ts'
export { readTillBook } from './tillbook.ts'
export type { TillFacts } from './tillbook.ts'
