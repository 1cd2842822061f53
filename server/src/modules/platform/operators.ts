import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/operators.ts'
import type { OperatorMe } from '#contract/operators.ts'
import { record } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { decoyHash, hashPassword, passwordMatches } from '#kernel/passwords.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import { maskPhone, sealOf } from '#kernel/seal.ts'
import { spokenPassword } from '#kernel/secrets.ts'
import type { Who } from '#kernel/who.ts'
import { digestOf, newToken, readSigned, signed } from '#modules/access/access.ts'
import type { SignedIn } from '#modules/access/access.ts'
import { digestIn, guessOnce } from './desk.ts'
import type { Desk, Origin, Session } from './desk.ts'
import { nobodys_chain, session_ms } from './rules.ts'
import * as store from './store.ts'
import type { KnownSession, OperatorRow } from './store.ts'

/** An operator acts under nobody's chain: of any chain there they see as much as nobody does. */
export function operatorWho(master: Buffer, id: string, device: string | null): Who {
  return {
    chain_id: nobodys_chain, principal: { kind: 'operator', id }, stores: [], scope: 'own',
    permissions: new Set(), till_id: null, device, now: new Date(), zone: 'Asia/Shanghai',
    seal: sealOf(master, nobodys_chain),
  }
}

export type NewOperator = { name: string; phone: string }

/** Adds an operator with a first password, told once. Null where the phone is an operator's already. */
export async function addOperator(
  db: Db, master: Buffer, { name, phone }: NewOperator,
): Promise<{ operator: OperatorRow; first_password: string } | null> {
  const first_password = spokenPassword()
  const made = {
    id: newId(), name, phone_masked: maskPhone(phone), phone_key: digestIn(master, 'phone', phone),
    password_hash: await hashPassword(first_password), first_password: true, made_at: new Date(),
  }
  return await inChain(db, nobodys_chain, async (tx) => {
    const operator = await store.upsertOperator(tx, made)
    if (!operator) return null
    await record(tx, systemWho(master), [{ verb: 'operator.add', ref: operator.id, detail: {} }])
    return { operator, first_password }
  })
}

const systemWho = (master: Buffer): Who =>
  ({ ...operatorWho(master, nobodys_chain, null), principal: { kind: 'system', id: nobodys_chain } })

/** Everybody who is or was an operator. */
export async function readOperators(db: Db) {
  return await inChain(db, nobodys_chain, store.selectOperators)
}

/** An operator leaves: signed out everywhere. False where nobody has the phone. */
export async function removeOperator(db: Db, master: Buffer, phone: string): Promise<boolean> {
  return await inChain(db, nobodys_chain, async (tx) => {
    const operator = await store.selectOperator(tx, digestIn(master, 'phone', phone)), at = new Date()
    if (!operator) return false
    await store.updateLeft(tx, { id: operator.id, at })
    await store.endSessions(tx, { operator_id: operator.id, id: null, keep: null, at })
    await record(tx, systemWho(master), [{ verb: 'operator.remove', ref: operator.id, detail: {} }])
    return true
  })
}

/** A new first password for who forgot theirs; null where nobody has the phone. */
export async function resetOperator(db: Db, master: Buffer, phone: string): Promise<string | null> {
  const first_password = spokenPassword(), password_hash = await hashPassword(first_password)
  return await inChain(db, nobodys_chain, async (tx) => {
    const operator = await store.selectOperator(tx, digestIn(master, 'phone', phone))
    if (!operator) return null
    await store.updatePassword(tx, { id: operator.id, password_hash, first_password: true })
    await store.endSessions(tx, { operator_id: operator.id, id: null, keep: null, at: new Date() })
    await record(tx, systemWho(master), [{ verb: 'operator.password', ref: operator.id, detail: {} }])
    return first_password
  })
}

/** Who of the platform has this phone; for a chain that lets them in. Refuses `operator_unknown`. */
export async function findOperator(db: Db, master: Buffer, phone: string) {
  const phone_key = digestIn(master, 'phone', phone)
  const found = await inChain(db, nobodys_chain, (tx) => store.selectOperator(tx, phone_key))
  if (!found) refuse('operator_unknown')
  return found
}

/**
 * Refuses `operator_sign_in_wrong` alike for an unknown phone and a wrong password. `browser` is what the
 * browser is to keep, and shows when it comes again: that this operator was signed in on it.
 */
export async function signInOperator(
  desk: Desk, { phone, password }: Input<typeof contract.signInOperator>,
  from: Origin & { browser: string | null },
): Promise<{ token: string; operator: OperatorMe; browser: string }> {
  const phone_key = digestIn(desk.master, 'phone', phone)
  const known = await inChain(desk.db, nobodys_chain, (tx) => store.selectOperator(tx, phone_key))
  const browser = markOf(desk.master, from.browser, known?.id ?? null)
  const found = await guessOnce(desk, { address: from.address, at: `operator ${phone}`, browser },
    async () => {
    const kept = known?.password_hash ?? await decoyHash()
    return await passwordMatches(kept, password, browser !== null) ? known : null
  })
  if (!found) refuse('operator_sign_in_wrong')
  const token = newToken(), id = newId(), started_at = new Date()
  await inChain(desk.db, nobodys_chain, async (tx) => {
    await store.insertSession(tx, {
      id, operator_id: found.id, token_hash: digestOf(token), device: from.device, started_at,
      ends_at: new Date(started_at.getTime() + session_ms), ended_at: null,
    })
    const who = operatorWho(desk.master, found.id, from.device)
    await record(tx, who, [{ verb: 'session.start', ref: id, detail: {} }])
  })
  const mark = JSON.stringify([found.id, browser ?? newId()])
  return { token, operator: meOf(found), browser: signed(desk.master, 'operator-browser', mark) }
}

/** Which browser of this operator a mark stands for; null for a made-up one and for another operator's. */
function markOf(master: Buffer, mark: string | null, operator_id: string | null): string | null {
  const text = mark === null ? null : readSigned(master, 'operator-browser', mark)
  if (text === null) return null
  const [whose, browser] = JSON.parse(text) as [string, string]
  return whose === operator_id ? browser : null
}

const meOf = (one: { id: string; name: string; first_password: boolean }): OperatorMe =>
  ({ id: one.id, name: one.name, must_change: one.first_password })

/** Who holds an operator's token now; 'ended' when the session is over, null when there never was one. */
export async function operatorBehind(desk: Desk, token: string): Promise<SignedIn | 'ended' | null> {
  const known = await desk.operators.behind(digestOf(token))
  if (!known) return null
  if (known.ended_at !== null || new Date() >= known.ends_at) return 'ended'
  return {
    who: operatorWho(desk.master, known.operator_id, known.device), session_id: known.id,
    must: known.first_password ? 'change_password' : null,
  }
}

export const readSession = async (db: Db, token_hash: string): Promise<KnownSession | null> =>
  await inChain(db, nobodys_chain, (tx) => store.selectSession(tx, token_hash))

export async function readMe(tx: Tx, who: Who): Promise<OperatorMe> {
  const operator = await store.selectOperatorById(tx, who.principal.id)
  assert(operator, 'whoever is signed in has a row')
  return meOf(operator)
}

/**
 * Nothing but changing it is done with a password that somebody else has seen. Refuses
 * `password_must_change`.
 */
export async function refuseFirstPassword(tx: Tx, who: Who): Promise<void> {
  if ((await readMe(tx, who)).must_change) refuse('password_must_change')
}

/** Ends the session, and with it every visit that began in it. */
export async function signOutOperator(desk: Desk, { who, session_id }: Session): Promise<void> {
  await inChain(desk.db, nobodys_chain, async (tx) => {
    await store.endSessions(tx, { operator_id: who.principal.id, id: session_id, keep: null, at: who.now })
    await record(tx, who, [{ verb: 'session.end', ref: session_id, detail: {} }])
  })
  forgetAll(desk)
}

/** Refuses `password_wrong` and `password_same`, and `sign_in_too_often` for who guesses. */
export async function changePassword(
  desk: Desk, { who, session_id }: Session,
  { password, new_password, address }: Input<typeof contract.changeOperatorPassword> & { address: string },
): Promise<OperatorMe> {
  const { id } = who.principal
  const found = await guessOnce(desk, { address, at: `password ${id}` }, async () => {
    const known = await inChain(desk.db, nobodys_chain, (tx) => store.selectOperatorById(tx, id))
    return known && await passwordMatches(known.password_hash, password) ? known : null
  })
  if (!found) refuse('password_wrong')
  if (password === new_password) refuse('password_same')
  const password_hash = await hashPassword(new_password)
  await inChain(desk.db, nobodys_chain, async (tx) => {
    await store.updatePassword(tx, { id, password_hash, first_password: false })
    await store.endSessions(tx, { operator_id: id, id: null, keep: session_id, at: who.now })
    await record(tx, who, [{ verb: 'operator.password', ref: id, detail: {} }])
  })
  forgetAll(desk)
  return meOf({ ...found, first_password: false })
}

function forgetAll(desk: Desk): void {
  desk.operators.forget()
  desk.visits.forget()
}
