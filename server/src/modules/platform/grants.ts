import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/operators.ts'
import { record } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { once } from '#kernel/once.ts'
import { refuse, refuseIf } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import type { Who } from '#kernel/who.ts'
import { readStaffNames } from '#modules/org/org.ts'
import { grant_days_max } from '#contract/operators.ts'
import type { Desk } from './desk.ts'
import { findOperator } from './operators.ts'
import { stateOf, whyNotGrant } from './rules.ts'
import { insertGrant, selectGrants, updateGrantEnd } from './store-chain.ts'

type Told = Answer<typeof contract.admitOperator>

/** Whom of the platform this chain let in, newest first. */
export async function listGrants(tx: Tx, who: Who, id: string | null = null): Promise<Told[]> {
  const rows = await selectGrants(tx, who.chain_id, id)
  const people = rows.flatMap(({ given_by, ended_by }) => [given_by, ...ended_by === null ? [] : [ended_by]])
  const names = await readStaffNames(tx, who.chain_id, [...new Set(people)])
  return rows.map(({ operator_name, given_by, ended_by, ...row }) => ({
    ...row, operator: operator_name, given_by: names.get(given_by) ?? '',
    ended_by: ended_by === null ? null : names.get(ended_by) ?? '', state: stateOf(row, who.now),
  }))
}

/**
 * Lets an operator in, from now or later, for at most 30 days. Refuses `operator_unknown`,
 * `grant_beyond_you`, `grant_in_past`, `grant_ends_first`, `grant_too_long`.
 */
export async function admit(
  desk: Desk, who: Who, { op_key, ...input }: Input<typeof contract.admitOperator>,
): Promise<Told> {
  const operator = await findOperator(desk.db, desk.master, input.phone)
  return await inChain(desk.db, who.chain_id, async (tx) => {
    const act = () => give(tx, who, { ...input, operator })
    // The remembered digest of a phone would be soon guessed: it is over a keyed one.
    const hidden = { ...input, phone: who.seal.fingerprint('phone', input.phone) }
    const asked = { owner_id: who.chain_id, op_key, verb: 'operator.admit', input: hidden, act }
    const { grant_id } = await once(tx, who, asked)
    return (await listGrants(tx, who, grant_id))[0]!
  })
}

type Operator = Awaited<ReturnType<typeof findOperator>>
type Giving = Omit<Input<typeof contract.admitOperator>, 'op_key'> & { operator: Operator }

async function give(tx: Tx, who: Who, { operator, permissions, reason, ...when }: Giving) {
  const from_at = when.from_at === null ? who.now : new Date(when.from_at), until_at = new Date(when.until_at)
  // A visitor sees the whole chain: nobody lets others do there what they may not do themselves.
  if (who.stores !== 'all'
    || !permissions.every((one) => who.permissions.has(one))) refuse('grant_beyond_you')
  refuseIf(whyNotGrant({ from_at, until_at }, who.now), { days: grant_days_max })
  const id = newId()
  await insertGrant(tx, who.chain_id, {
    id, operator_id: operator.id, operator_name: operator.name, phone_masked: operator.phone_masked,
    permissions: [...new Set(permissions)], reason, from_at, until_at, given_by: who.principal.id,
    given_at: who.now,
  })
  await record(tx, who, [{
    verb: 'operator.admit', ref: operator.id,
    detail: { grant_id: id, permissions, from_at, until_at, reason },
  }])
  return { grant_id: id }
}

/** Ends a grant now. Refuses `not_found`, and `grant_over` for one that is over already. */
export async function endGrant(desk: Desk, who: Who, { grant_id }: { grant_id: string }): Promise<Told> {
  const told = await inChain(desk.db, who.chain_id, async (tx) => {
    const ended = await updateGrantEnd(tx, who.chain_id, { id: grant_id, by: who.principal.id, at: who.now })
    const [grant] = await listGrants(tx, who, grant_id)
    if (!grant) refuse('not_found')
    if (!ended) refuse('grant_over')
    await record(tx, who, [{ verb: 'operator.end', ref: grant_id, detail: { grant_id } }])
    return grant
  })
  desk.visits.forget()
  return told
}
