import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from './db.ts'
import { insertRows } from './rows.ts'
import { refuse } from './refusal.ts'
import type { Who } from './who.ts'

/** A key that the caller chose for one intended act, under the store where the act happens. */
export type OpKey = { owner_id: string; op_key: string; verb: string; input_hash: string }
export type Remembered = OpKey & { answer: unknown }

/** A digest of the input that does not depend on the order of its fields. */
export function hashOf(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(sorted(input))).digest('base64url')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  // A date has no fields of its own: all of them would be the same empty object.
  if (value instanceof Date) return value.toISOString()
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, part]) => [key, sorted(part)]))
}

export const keyOf = ({ owner_id, op_key }: { owner_id: string; op_key: string }): string =>
  `${owner_id} ${op_key}`

/** What was answered before under these keys. */
export async function recall(
  tx: Tx, chain_id: string, wanted: readonly OpKey[],
): Promise<Map<string, Remembered>> {
  const { rows } = await sql<Remembered>`
    select o.owner_id, o.op_key, o.verb, o.input_hash, o.answer
      from unnest(${wanted.map((w) => w.owner_id)}::uuid[],
                  ${wanted.map((w) => w.op_key)}::text[]) as w(owner_id, op_key)
      join kernel.once o on o.chain_id = ${chain_id} and o.owner_id = w.owner_id
          and o.op_key = w.op_key`.execute(tx)
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** The answer of an earlier act under the same key, or undefined; another act under the key is refused. */
export function answerOf(remembered: Remembered | undefined, asked: OpKey): unknown {
  if (!remembered) return undefined
  if (remembered.verb !== asked.verb || remembered.input_hash !== asked.input_hash) refuse('op_key_reused')
  return remembered.answer
}

/**
 * Writes answers beside their effects. Twins in two processes meet at the primary
 * key: the later one rolls back.
 */
export async function remember(
  tx: Tx, who: Pick<Who, 'chain_id'>, answers: readonly (Remembered & { at: Date })[],
) {
  await insertRows(tx, {
    table: 'kernel.once',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', op_key: 'text', verb: 'text', input_hash: 'text', answer: 'jsonb',
      at: 'timestamptz',
    },
  }, answers.map((answer) => ({ chain_id: who.chain_id, ...answer })))
}

/**
 * Runs `act` once for a key: the same key with the same input replays the first answer, with other input it
 * is refused. Two at the same moment queue at the key's row; the second finds the first one's answer.
 */
export async function once<Answer>(
  tx: Tx, who: Who,
  asked: { owner_id: string; op_key: string; verb: string; input: unknown; act: () => Promise<Answer> },
): Promise<Answer> {
  const key = {
    owner_id: asked.owner_id, op_key: asked.op_key, verb: asked.verb, input_hash: hashOf(asked.input),
  }
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${who.chain_id} ${keyOf(key)}`}, 0))`.execute(tx)
  const before = answerOf((await recall(tx, who.chain_id, [key])).get(keyOf(key)), key)
  if (before !== undefined) return before as Answer
  const answer = await asked.act()
  await remember(tx, who, [{ ...key, answer, at: who.now }])
  return answer
}
