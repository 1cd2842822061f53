import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/operators.ts'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { keyAt, pageOf } from '#kernel/cursor.ts'
import { enterChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { allChains, chainBehind } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import { spokenPassword } from '#kernel/secrets.ts'
import type { Who } from '#kernel/who.ts'
import { readChain, storesOf } from '#modules/org/org.ts'
import { codeKeyOf } from './codes.ts'
import { allowedBy, invitation_ms, invitationState, nobodys_chain } from './rules.ts'
import { selectGrantsOf } from './store-chain.ts'
import * as store from './store.ts'
import type { InvitationRow } from './store.ts'

const usual_limit = 50
/** Codes as the directory has them. */
const aCode = { test: (part: string) => part.length > 0 && part.length <= 60 && !part.includes('\0') }

/**
 * The chains by code: how they are called and how many stores they have, and nothing of what is in them.
 * Walks from fence to fence in one transaction, which ends under nobody's.
 */
export async function listChains(
  tx: Tx, who: Who, { search = '', cursor, limit = usual_limit }: Input<typeof contract.listChains>,
): Promise<Answer<typeof contract.listChains>> {
  const [after = ''] = keyAt(cursor, [aCode]) ?? []
  const wanted = (await allChains(tx))
    .filter(({ code }) => code > after && code.includes(search.toLowerCase()))
    .toSorted((a, b) => a.code < b.code ? -1 : 1).slice(0, limit + 1)
  const found = []
  for (const { chain_id } of wanted) found.push(await readOne(tx, who, chain_id))
  await enterChain(tx, nobodys_chain)
  const { rows, next } = pageOf(found, limit, ({ code }) => [code])
  return { rows, next }
}

async function readOne(tx: Tx, { principal: { id: operator_id } }: Who, chain_id: string) {
  await enterChain(tx, chain_id)
  const { code, name, made_at, sandbox } = await readChain(tx, chain_id)
  const stores = (await storesOf(tx, chain_id)).filter(({ closed_at }) => closed_at === null).length
  const now = new Date(Date.now() + await readClockOffset(tx, chain_id))
  const grant = allowedBy(await selectGrantsOf(tx, chain_id, { operator_id, now }), now)
  return { id: chain_id, code, name, stores, made_at, sandbox, grant }
}

const told = ({ ended_at, used_at, ...row }: InvitationRow, now: Date) =>
  ({ ...row, state: invitationState({ ended_at, used_at, ends_at: row.ends_at }, now) })

/** Chains that wait for their owner, and those that did, newest first. */
export async function listInvitations(tx: Tx, who: Who) {
  return (await store.selectInvitations(tx)).map((row) => told(row, who.now))
}

/**
 * Prepares a chain for its owner, who finishes it with the code that is told here and nowhere else. Codes
 * given before for the same chain die. Refuses `chain_code_taken`.
 */
export async function invite(
  tx: Tx, who: Who, { code, name, master }: Input<typeof contract.inviteChain> & { master: Buffer },
): Promise<Answer<typeof contract.inviteChain>> {
  if (await chainBehind(tx, 'chain_code', code) !== null) refuse('chain_code_taken', { code })
  await store.endInvitations(tx, { chain_code: code, id: null, at: who.now })
  const setup_code = spokenPassword(), id = newId()
  await store.insertInvitation(tx, {
    id, chain_code: code, name, code_key: codeKeyOf(master, setup_code), made_by: who.principal.id,
    made_at: who.now, ends_at: new Date(who.now.getTime() + invitation_ms),
  })
  await record(tx, who, [{ verb: 'chain.invite', ref: id, detail: { code } }])
  const made = (await listInvitations(tx, who)).find((one) => one.id === id)!
  return { invitation: made, setup_code }
}

/** A setup code that opens nothing any more. Refuses `not_found` where it was none, or used already. */
export async function withdraw(
  tx: Tx, who: Who, { invitation_id }: { invitation_id: string },
): Promise<void> {
  const ended = await store.endInvitations(tx, { chain_code: null, id: invitation_id, at: who.now })
  if (ended === 0) refuse('not_found')
  await record(tx, who, [{ verb: 'chain.withdraw', ref: invitation_id, detail: {} }])
}
