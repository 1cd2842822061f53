import { subscriptions } from '#contract/notes.ts'
import type { NoteKind, Subscription } from '#contract/notes.ts'
import { sql } from 'kysely'
import { together } from './db.ts'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'
import { insertRows } from './rows.ts'
import type { Who } from './who.ts'

/**
 * What happened, with ids and figures and no personal data. `owner_id` is the store or member it happened to.
 */
export type Note = { owner_id: string; kind: NoteKind; data: Record<string, unknown>; at: Date }
export type Delivered = Note & { id: string; tries: number }

const listeners = (kind: NoteKind): Subscription[] => (Object.keys(subscriptions) as Subscription[])
  .filter((name) => (subscriptions[name].on as readonly NoteKind[]).includes(kind))

/**
 * Writes notes and one pending delivery for each subscription that listens, in the
 * transaction that made them so.
 */
export async function leaveNotes(tx: Tx, who: Pick<Who, 'chain_id'>, notes: readonly Note[]): Promise<void> {
  const written = notes.map((note) => ({ chain_id: who.chain_id, id: newId(), ...note }))
  await together([insertRows(tx, {
    table: 'kernel.notes',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', id: 'uuid', kind: 'text', data: 'jsonb', at: 'timestamptz',
    },
  }, written), insertRows(tx, {
    table: 'kernel.deliveries',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', note_id: 'uuid', subscription: 'text', next_at: 'timestamptz',
    },
  }, written.flatMap((note) => listeners(note.kind).map((subscription) => ({
    // Due at once by the wall clock: deliveries are the machine's work, not part of a sandbox chain's time.
    chain_id: who.chain_id, owner_id: note.owner_id, note_id: note.id, subscription, next_at: new Date(),
  }))))])
}

/** Claims due deliveries of one subscription. Another process skips what this one holds. */
export async function claimNotes(
  tx: Tx, chain_id: string, { subscription, most }: { subscription: Subscription; most: number },
): Promise<Delivered[]> {
  const { rows } = await sql<Delivered>`
    with due as (
      select owner_id, note_id, tries from kernel.deliveries
       where chain_id = ${chain_id} and subscription = ${subscription} and next_at <= now()
       order by next_at limit ${most} for update skip locked)
    select n.owner_id, n.id, n.kind, n.data, n.at, due.tries
      from due
      join kernel.notes n on n.chain_id = ${chain_id} and n.owner_id = due.owner_id and n.id = due.note_id
     order by n.id`.execute(tx)
  return rows
}

/** Ends deliveries in the transaction that carried out the reaction: it happens once, or not at all. */
export async function endDeliveries(
  tx: Tx, chain_id: string,
  { subscription, notes }: { subscription: Subscription; notes: readonly Delivered[] },
): Promise<void> {
  await sql`delete from kernel.deliveries d
    using unnest(${notes.map((n) => n.owner_id)}::uuid[], ${notes.map((n) => n.id)}::uuid[])
          as w(owner_id, note_id)
    where d.chain_id = ${chain_id} and d.owner_id = w.owner_id and d.note_id = w.note_id
      and d.subscription = ${subscription}`.execute(tx)
}

/** A failed reaction waits twice as long each time; after ten tries it stays for a person to see. */
export async function putOff(
  tx: Tx, chain_id: string,
  failed: { subscription: Subscription; notes: readonly Delivered[]; error: string },
) {
  await sql`update kernel.deliveries d
     set tries = d.tries + 1, last_error = ${failed.error.slice(0, 500)},
         next_at = case when d.tries >= 9 then 'infinity'::timestamptz
                        else now() + make_interval(secs => 2 ^ least(d.tries, 9)) end
    from unnest(${failed.notes.map((n) => n.owner_id)}::uuid[],
                ${failed.notes.map((n) => n.id)}::uuid[]) as w(owner_id, note_id)
    where d.chain_id = ${chain_id} and d.owner_id = w.owner_id and d.note_id = w.note_id
      and d.subscription = ${failed.subscription}`.execute(tx)
}

export type GivenUp = { subscription: string; note_id: string; tries: number; last_error: string | null }

/** Deliveries that failed too often to come again by themselves: the first few, for a person to see. */
export async function readGivenUp(tx: Tx, chain_id: string, limit: number): Promise<GivenUp[]> {
  const { rows } = await sql<GivenUp>`
    select subscription, note_id, tries, last_error from kernel.deliveries
     where chain_id = ${chain_id} and next_at = 'infinity'
     order by subscription, note_id limit ${limit}`.execute(tx)
  return rows
}

/** Deliveries of a subscription that have not been carried out, those given up included. */
export async function countPending(tx: Tx, chain_id: string, subscription: Subscription): Promise<number> {
  const { rows } = await sql<{ pending: number }>`
    select count(*)::int8 as pending from kernel.deliveries
     where chain_id = ${chain_id} and subscription = ${subscription}`.execute(tx)
  return rows[0]!.pending
}
