import { createHash } from 'node:crypto'

/** At most so long an act waits for the end of its transaction: `commitWithin` sees to it. */
export const longest_ms = 10 * 60_000

/**
 * So far back the sealer looks for rows that were committed late: the longest transaction, and five minutes
 * for the clocks of several machines.
 */
export const horizon_ms = longest_ms + 5 * 60_000

/**
 * Most acts are committed at once: so far back is looked each time, and over the whole horizon this often.
 * What is committed late waits for that, and the minutes between horizon and longest transaction bear it.
 */
export const glance_ms = 60_000, whole_look_every_ms = 20_000

/** A row of the audit as it is hashed: its instant to the microsecond, its detail as PostgreSQL writes it. */
export type SealedRow = {
  id: string; at: string; principal_kind: string; principal_id: string; device: string | null; verb: string
  ref: string | null; store_id: string | null; detail: string
}

/** A link: `hash` covers the link before, this link's own figures and the whole row. */
export type Link = { seq: number; audit_id: string; sealed_at: string; hash: string }

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** What stands before the first link of a chain. */
export const hashBefore = (chain_id: string): string => digest(`shuke audit ${chain_id}`)

/**
 * The hash of a row at its place (R6.05): SHA-256 over the hash before and one line of JSON. An empty field
 * is left out, so that a column which comes later changes no hash that stands.
 */
export function hashOfLink(
  chain_id: string, before: string,
  { seq, sealed_at, row }: { seq: number; sealed_at: string; row: SealedRow },
): string {
  const told = {
    chain_id, seq, sealed_at, id: row.id, at: row.at, principal_kind: row.principal_kind,
    principal_id: row.principal_id, device: row.device ?? undefined, verb: row.verb,
    ref: row.ref ?? undefined, store_id: row.store_id ?? undefined, detail: row.detail,
  }
  return digest(`${before}\n${JSON.stringify(told)}`)
}

/** Links rows in order, after the link `before`. */
export function linksOf(
  chain_id: string, before: { seq: number; hash: string },
  { rows, sealed_at }: { rows: readonly SealedRow[]; sealed_at: string },
): Link[] {
  let { seq, hash } = before
  return rows.map((row) => {
    seq += 1
    hash = hashOfLink(chain_id, hash, { seq, sealed_at, row })
    return { seq, audit_id: row.id, sealed_at, hash }
  })
}

/** An instant as PostgreSQL tells it to the microsecond. */
export const microseconds = (at: Date): string => at.toISOString().replace('Z', '000Z')

/**
 * Rows whose ids are older than this have been looked for before, whatever became of them. A clock that was
 * ahead and is right again must not hide what is written now.
 */
export function oldestId(last_sealed_at: string, sealed_at: string, back_ms = horizon_ms): string {
  return lowestId(Math.min(Date.parse(last_sealed_at), Date.parse(sealed_at)) - back_ms)
}

/** The lowest id of a millisecond. */
function lowestId(at_ms: number): string {
  const hex = Math.max(0, at_ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The moment at which an id was made. */
export const madeAt = (id: string): Date => new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
