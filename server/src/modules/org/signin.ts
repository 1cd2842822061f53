import type { Me } from '#contract/session.ts'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { enterChain, inChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { chainBehind, enterInDirectory } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import { sealOf } from '#kernel/seal.ts'
import type { Who } from '#kernel/who.ts'
import { readMe } from './org.ts'
import { decoyHash, passwordMatches } from './passwords.ts'
import { endOf } from './rules.ts'
import { digestOf, newToken, personOf } from './sessions.ts'
import type { Sessions } from './sessions.ts'
import { selectOneStaff, selectPassword } from './store.ts'
import { insertSession, selectOpenSessions, updateEnded } from './store-sessions.ts'
import type { Throttle } from './throttle.ts'

/** What signing in leans on beside the database. */
export type Door = { db: Db; master: Buffer; sessions: Sessions; throttle: Throttle }
export type Credentials = { chain_code: string; phone: string; password: string }
export type Origin = { address: string; device: string }

/**
 * Opens a session and hands out its token, which is nowhere else. Refuses `sign_in_wrong` alike for an
 * unknown chain, an unknown phone and a wrong password, and `sign_in_too_often` with `wait_s`.
 */
export async function signIn(
  door: Door, given: Credentials, from: Origin,
): Promise<{ token: string; me: Me }> {
  const attempt = { chain_code: given.chain_code, phone: given.phone, address: from.address }
  door.throttle.take(attempt, Date.now())
  const found = await outsideChains(
    door.db, (tx) => findPerson(tx, door.master, given),
  ).catch((error: unknown) => {
    door.throttle.giveBack(attempt)
    throw error
  })
  const matches = await passwordMatches(found?.password_hash ?? await decoyHash(), given.password)
  if (!found || !matches) refuse('sign_in_wrong')
  door.throttle.clear(attempt)
  return await inChain(
    door.db, found.chain_id, (tx) => startSession(tx, door.master, { ...found, device: from.device }),
  )
}

async function findPerson(tx: Tx, master: Buffer, { chain_code, phone }: Credentials) {
  const chain_id = await chainBehind(tx, 'chain_code', chain_code)
  if (chain_id === null) return null
  await enterChain(tx, chain_id)
  const found = await selectPassword(tx, chain_id, sealOf(master, chain_id).fingerprint('phone', phone))
  return found && { chain_id, ...found }
}

async function startSession(
  tx: Tx, master: Buffer, { chain_id, staff_id, device }: {
    chain_id: string; staff_id: string; device: string
  },
): Promise<{ token: string; me: Me }> {
  const staff = await selectOneStaff(tx, chain_id, staff_id)
  if (!staff) refuse('sign_in_wrong')
  const person = await personOf(tx, { master, chain_id, staff })
  assert(person, 'a chain with staff has a row of its own')
  const now = new Date(Date.now() + await readClockOffset(tx, chain_id))
  const who: Who = { ...person, device, now }

  const token = newToken(), token_hash = digestOf(token), id = newId()
  await insertSession(tx, chain_id, {
    id, staff_id, token_hash, device, started_at: now, seen_at: now, ends_at: endOf(now, now), ended_at: null,
  })
  await enterInDirectory(tx, 'session', { value: token_hash, chain_id })
  await record(tx, who, [{ verb: 'session.start', ref: id, detail: {} }])
  return { token, me: await readMe(tx, who) }
}

/** My sessions that still run. */
export async function listSessions(tx: Tx, who: Who) {
  return await selectOpenSessions(tx, who.chain_id, { staff_id: who.principal.id, now: who.now })
}

/** Ends one of my sessions. Refuses `not_found` for anybody else's and for one that ended. */
export async function endSession(tx: Tx, who: Who, { session_id }: { session_id: string }): Promise<void> {
  const ended = await updateEnded(
    tx, who.chain_id, { staff_id: who.principal.id, id: session_id, now: who.now },
  )
  if (!ended) refuse('not_found')
  await record(tx, who, [{ verb: 'session.end', ref: session_id, detail: {} }])
}
