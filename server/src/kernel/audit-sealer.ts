import type { AuditBreak } from '#contract/audit.ts'
import {
  glance_ms, hashBefore, horizon_ms, linksOf, microseconds, oldestId, whole_look_every_ms,
} from './audit-chain.ts'
import type { Link } from './audit-chain.ts'
import type { Head, Heads } from './audit-heads.ts'
import * as store from './audit-store.ts'
import { inChain } from './db.ts'
import type { Db, Tx } from './db.ts'
import { refuse } from './refusal.ts'

/** Rows linked with one statement. */
const rows_at_once = 1_000
/** One batch may be on its way from the commit to the file, and one more from another process. */
export const batches_on_their_way = 2
/** What a batch count looks at, at most. */
const links_looked_at = 5_000

export type Sealing = {
  linked: number
  /** Why nothing more is sealed. */
  broken: AuditBreak | null
  /** Numbers that were linked in several batches and signed at once: the file lacked their heads. */
  caught_up: { from: number; to: number } | null
}
const nothing: Sealing = { linked: 0, broken: null, caught_up: null }

/**
 * Links every row of a chain that has no link yet, and signs the new end outside the database. Safe in any
 * number of processes. Throws what the file system does: then nothing more is linked until it is well again.
 */
export async function sealChain(db: Db, heads: Heads, chain_id: string): Promise<Sealing> {
  let sum = nothing
  // The head of what one step links is signed by the next, when it stands committed.
  for (;;) {
    const back_ms = isWholeLookDue(heads, chain_id) ? horizon_ms : glance_ms, at_ms = Date.now()
    const step = await inChain(db, chain_id, (tx) => sealStep(tx, heads, { chain_id, back_ms }))
    if (step && !step.broken && back_ms === horizon_ms) whole_looks.get(heads)?.set(chain_id, at_ms)
    const { linked, broken, caught_up } = step ?? nothing
    sum = { linked: sum.linked + linked, broken, caught_up: sum.caught_up ?? caught_up }
    if (linked === 0) return sum
  }
}

/** When each chain was last looked through over the whole horizon, by this process. */
const whole_looks = new WeakMap<Heads, Map<string, number>>()

function isWholeLookDue(heads: Heads, chain_id: string): boolean {
  const looks = whole_looks.get(heads) ?? new Map<string, number>()
  whole_looks.set(heads, looks)
  // By the distance, since the clock may have been put back.
  return Math.abs(Date.now() - (looks.get(chain_id) ?? 0)) > whole_look_every_ms
}

/** One turn; null while another process has it. */
async function sealStep(
  tx: Tx, heads: Heads, { chain_id, back_ms }: { chain_id: string; back_ms: number },
): Promise<Sealing | null> {
  if (!await store.takeSealing(tx, chain_id)) return null
  const end = await endOf(tx, chain_id)
  const { last, broken } = await look(tx, heads, { chain_id, end })
  if (broken) return { ...nothing, broken }
  const from = last?.seq ?? 0
  const behind = end.seq > from
  const batches = behind
    ? await store.countBatches(tx, chain_id, { after: from, most: links_looked_at }) : 0
  if (behind) await heads.append(chain_id, headOf(chain_id, end, from))
  return {
    linked: await linkNew(tx, chain_id, { end, back_ms }), broken: null,
    caught_up: batches > batches_on_their_way ? { from, to: end.seq } : null,
  }
}

type End = Pick<Link, 'seq' | 'hash'> & { sealed_at: string | null }

async function endOf(tx: Tx, chain_id: string): Promise<End> {
  return await store.selectLastLink(tx, chain_id)
    ?? { seq: 0, hash: hashBefore(chain_id), sealed_at: null }
}

const headOf = (chain_id: string, { seq, hash }: End, from: number): Head =>
  ({ kind: 'head', chain_id, seq, hash, from, at: new Date().toISOString() })

/** The last signed head, and whether what it says still stands in the database. */
async function look(
  tx: Tx, heads: Heads, { chain_id, end }: { chain_id: string; end: End },
): Promise<{ last: Head | null; broken: AuditBreak | null }> {
  const { last, broken } = await heads.tail(chain_id)
  if (broken) return { last, broken }
  const hashes = last ? await hashesAt(tx, chain_id, [last.seq]) : new Map<number, string>()
  return { last, broken: whyBroken(last, { end_seq: end.seq, stands: hashes.get(last?.seq ?? 0) }) }
}

/** What a signed head says against the database, or null. */
export function whyBroken(
  head: Pick<Head, 'seq' | 'hash'> | null,
  { end_seq, stands }: { end_seq: number; stands: string | undefined },
): AuditBreak | null {
  if (head === null) return null
  if (head.seq > end_seq) return 'cut'
  return head.hash === stands ? null : 'rewritten'
}

async function hashesAt(tx: Tx, chain_id: string, seqs: readonly number[]): Promise<Map<number, string>> {
  return (await store.selectHashes(tx, chain_id, seqs)).set(0, hashBefore(chain_id))
}

/** One batch: everything that can be seen, however much, so that the next one need not look further back. */
async function linkNew(
  tx: Tx, chain_id: string, { end, back_ms }: { end: End; back_ms: number },
): Promise<number> {
  // Taken before the rows are looked for: what is committed later is looked for again.
  const sealed_at = microseconds(new Date())
  let before: Pick<Link, 'seq' | 'hash'> = end
  for (let after = searchFrom(end, sealed_at, back_ms); ;) {
    const rows = await store.selectUnlinked(tx, chain_id, { after, limit: rows_at_once })
    const links = linksOf(chain_id, before, { rows, sealed_at })
    await store.insertLinks(tx, chain_id, links)
    before = links.at(-1) ?? before
    after = rows.at(-1)?.id ?? after
    if (rows.length < rows_at_once) return before.seq - end.seq
  }
}

const searchFrom = ({ sealed_at }: End, now: string, back_ms = horizon_ms): string =>
  sealed_at === null ? store.first_id : oldestId(sealed_at, now, back_ms)

export type SealState = {
  sealed_seq: number; sealed_at: string | null; hash: string | null; waiting: number
  head_seq: number | null; head_at: string | null; broken: AuditBreak | null
}

/** How far a chain is sealed, and whether the seal holds as far as its last head tells. */
export async function readSealState(tx: Tx, chain_id: string, heads: Heads | null): Promise<SealState> {
  const end = await endOf(tx, chain_id)
  const waiting = await store.countUnlinked(tx, chain_id, searchFrom(end, new Date().toISOString()))
  const unreadable = { last: null, broken: 'heads_unreadable' } as const
  const { last, broken } = heads === null ? { last: null, broken: null }
    : await look(tx, heads, { chain_id, end }).catch((error: unknown) => {
      if (isOfFiles(error)) return unreadable
      throw error
    })
  return {
    sealed_seq: end.seq, sealed_at: end.sealed_at, hash: end.seq === 0 ? null : end.hash, waiting,
    head_seq: last?.seq ?? null, head_at: last?.at ?? null, broken,
  }
}

const isOfFiles = (error: unknown): boolean => error instanceof Error && 'syscall' in error

/**
 * Signs that the chain as it stands came back from a backup, so that sealing goes on from there; every later
 * check tells of it. Refuses `audit_not_broken` where nothing hinders the sealing.
 */
export async function acceptRestore(
  tx: Tx, heads: Heads, { chain_id, reason }: { chain_id: string; reason: string },
): Promise<{ seq: number; was: number }> {
  await store.awaitSealing(tx, chain_id)
  const end = await endOf(tx, chain_id)
  if ((await look(tx, heads, { chain_id, end })).broken === null) refuse('audit_not_broken')
  const signed = (await heads.all(chain_id)).flatMap(({ head }) => head ?? [])
  const stands = await hashesAt(tx, chain_id, signed.map(({ seq }) => seq))
  const agrees_to = signed.findLast(({ seq, hash }) => stands.get(seq) === hash)?.seq ?? 0
  const from = signed.at(-1)?.seq ?? 0
  const was = Math.max(0, ...signed.map(({ seq }) => seq))
  const { seq, hash } = end
  await heads.append(chain_id, {
    kind: 'restore', chain_id, seq, hash, from, at: new Date().toISOString(), agrees_to, was, reason,
  })
  return { seq, was }
}
