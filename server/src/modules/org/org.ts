import { features } from '#contract/features.ts'
import { permissions } from '#contract/permissions.ts'
import type { Role } from '#contract/permissions.ts'
import type { Me, Store } from '#contract/session.ts'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { enterChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { enterInDirectory } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import { maskPhone, sealOf } from '#kernel/seal.ts'
import { readSettings } from '#kernel/settings.ts'
import { bumpVersion } from '#kernel/versions.ts'
import { mayReach, refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { hashPassword } from './passwords.ts'
import { personOf } from './sessions.ts'
import * as store from './store.ts'
import type { ChainRow, StaffRow, StoreRow, TillRow } from './store.ts'

/** A store with its tills; `legal_entity` is who contracts with the customer (R1.31). */
export type StoreWithTills = StoreRow & { tills: TillRow[] }
export type NewStore = {
  code: string; name: string; ownership: 'direct' | 'franchise'; legal_entity?: string; cutoff_hour?: number
  /** How many tills it opens with. */
  tills: number
}
export type NewPerson = {
  name: string; phone: string; password: string; role: Role; store_ids: readonly string[]
}
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
  const first = await addStore(tx, who, input.store)
  const owner_id = await addStaff(tx, who, { ...input.owner, role: 'owner', store_ids: [] })
  return { chain_id, owner_id, store: first, who }
}

export async function addStore(tx: Tx, who: Who, { tills, ...given }: NewStore): Promise<StoreWithTills> {
  const added: StoreRow = {
    legal_entity: given.name, cutoff_hour: 0, ...given, id: newId(), opened_at: who.now,
  }
  await store.insertStore(tx, who.chain_id, added)
  await record(tx, who, [{ verb: 'store.add', ref: added.id, detail: { code: added.code } }])
  const opened = Array.from({ length: tills }, (_, index) => tillOf(added.id, index + 1))
  await store.insertTills(tx, who.chain_id, opened)
  await bumpVersion(tx, who.chain_id, 'org')
  return { ...added, tills: opened }
}

/** Adds a till with the store's next number. Refuses `store_unknown`. */
export async function addTill(tx: Tx, who: Who, { store_id }: { store_id: string }): Promise<TillRow> {
  refuseOutOfReach(who, store_id)
  if (!await store.lockStore(tx, who.chain_id, store_id)) refuse('store_unknown')
  const till = tillOf(store_id, await store.selectLastTillNumber(tx, who.chain_id, store_id) + 1)
  await store.insertTills(tx, who.chain_id, [till])
  await bumpVersion(tx, who.chain_id, 'org')
  await record(tx, who, [{ verb: 'till.add', ref: till.id, detail: { store_id, number: till.number } }])
  return till
}

const tillOf = (store_id: string, number: number): TillRow =>
  ({ id: newId(), store_id, number, name: `${number}` })

/**
 * Adds a person and hands back their id. Whoever is no owner reaches the stores given, and none otherwise.
 */
export async function addStaff(tx: Tx, who: Who, person: NewPerson): Promise<string> {
  const { name, phone, password, role, store_ids } = person
  const id = newId()
  await store.insertStaff(tx, who.chain_id, {
    id, name, role, phone_key: who.seal.fingerprint('phone', phone), phone_sealed: who.seal.close(phone),
    phone_masked: maskPhone(phone), password_hash: await hashPassword(password), made_at: who.now,
  })
  await store.insertStaffStores(tx, who.chain_id, { staff_id: id, store_ids })
  await record(tx, who, [{ verb: 'staff.add', ref: id, detail: { role, store_ids } }])
  return id
}

export async function readChain(tx: Tx, chain_id: string): Promise<ChainRow> {
  const chain = await store.selectChain(tx, chain_id)
  assert(chain, 'whoever is inside a chain finds its row')
  return chain
}

/**
 * Every store of the chain with its tills, by code: for what is kept in memory and for the machine's own
 * work.
 */
export async function storesOf(tx: Tx, chain_id: string): Promise<StoreWithTills[]> {
  const tills = await store.selectTills(tx, chain_id)
  return (await store.selectStores(tx, chain_id)).map((row) =>
    ({ ...row, tills: tills.filter(({ store_id }) => store_id === row.id) }))
}

/** The stores in reach, by code. */
export async function readStores(tx: Tx, who: Who): Promise<StoreWithTills[]> {
  return (await storesOf(tx, who.chain_id)).filter(({ id }) => mayReach(who, id))
}

/** The people of the stores in reach; those who reach everything are seen by their like only. */
export async function readStaff(tx: Tx, who: Who): Promise<StaffRow[]> {
  const everybody = await store.selectStaff(tx, who.chain_id)
  return everybody.filter(
    ({ store_ids }) => who.stores === 'all' || store_ids.some((id) => mayReach(who, id)),
  )
}

/** Names by id, of those who left too. */
export async function readStaffNames(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<Map<string, string>> {
  return new Map((await store.selectNames(tx, chain_id, ids)).map(({ id, name }) => [id, name]))
}

/** What the screens need to know of who is signed in. */
export async function readMe(tx: Tx, who: Who): Promise<Me> {
  const { made_at: _, ...chain } = await readChain(tx, who.chain_id)
  const staff = await store.selectOneStaff(tx, who.chain_id, who.principal.id)
  assert(staff, 'whoever is signed in has a row')
  const { features_off } = (await readSettings(tx, who.chain_id)).at(null)
  return {
    staff: { id: staff.id, name: staff.name, role: staff.role }, chain,
    stores: (await readStores(tx, who)).map(asShown), permissions: [...who.permissions],
    features: features.filter((feature) => !features_off.includes(feature)), now: who.now.toISOString(),
  }
}

const asShown = ({ id, code, name, ownership, cutoff_hour, tills }: StoreWithTills): Store =>
  ({ id, code, name, ownership, cutoff_hour, tills })

/** The machine itself, acting in a chain: reactions, imports, the demo. */
export async function readSystemWho(tx: Tx, master: Buffer, chain_id: string): Promise<Who> {
  const chain = await readChain(tx, chain_id)
  return { ...systemOf(chain, master), now: new Date(Date.now() + await readClockOffset(tx, chain_id)) }
}

function systemOf(chain: ChainRow, master: Buffer): Omit<Who, 'now'> {
  return {
    chain_id: chain.id, principal: { kind: 'system', id: chain.id }, stores: 'all',
    permissions: new Set(permissions), device: null, zone: chain.time_zone, seal: sealOf(master, chain.id),
  }
}

/** A person as they would act if they were signed in, for the machine to act in their name (demo, tests). */
export async function readStaffWho(
  tx: Tx, master: Buffer, { chain_id, staff_id, now }: { chain_id: string; staff_id: string; now: Date },
): Promise<Who> {
  const staff = await store.selectOneStaff(tx, chain_id, staff_id)
  const person = staff && await personOf(tx, { master, chain_id, staff })
  assert(person, 'the person is one of the chain')
  return { ...person, now }
}

/** Whether the master key is the one this chain's fields were closed with. */
export async function isRightKey(tx: Tx, master: Buffer, chain_id: string): Promise<boolean> {
  const sealed = await store.selectSealedPhone(tx, chain_id)
  try {
    return sealed === null || sealOf(master, chain_id).open(sealed) !== ''
  } catch {
    return false
  }
}

export { openSessions } from './sessions.ts'
export type { Sessions, SignedIn } from './sessions.ts'
export { openThrottle } from './throttle.ts'
export type { Throttle } from './throttle.ts'
export { readTillBook } from './tillbook.ts'
export type { TillFacts } from './tillbook.ts'
