import { hashOfLink, madeAt } from './audit-chain.ts'
import type { SealedRow } from './audit-chain.ts'
import type { AuditFault } from './audit-claims.ts'
import type { Walked } from './audit-store.ts'

/** A link with the hash that stands before it, and the link after it where that one follows at once. */
export type Held = Walked & { before: string; next: Held | null }
/** Numbers without a link, the hash before them, and the links on both sides. */
export type Gap = { from: number; to: number; before: string; last: Walked | null; next: Walked }

const most_of_a_kind = 10
const asSealed = (seq: number): string => `as it was sealed under no. ${seq}`

/** What became of links that do not hold: told apart by trying what would make them hold. */
export function brokenFaults(chain_id: string, broken: readonly Held[]): AuditFault[] {
  const gone = broken.filter(({ row }) => row === null).map(({ audit_id, seq }) =>
    ({ what: 'audit row', where: audit_id, expected: `there, ${asSealed(seq)}`, found: 'deleted' }))
  const swapped = swapsIn(chain_id, broken)
  const told = new Set(swapped.flatMap(({ one, other, spoiled }) => [one, other, ...spoiled]))
  const rest = broken.filter((link) => link.row !== null && !told.has(link))
  // A link that was rewritten leaves the next one without its ground, though nothing is wrong with that one.
  const rewritten = rest.filter((link) => isRewritten(chain_id, link))
  const spoiled = new Set(rewritten.map(({ seq }) => seq + 1))
  const altered = rest.filter((link) => !rewritten.includes(link) && !spoiled.has(link.seq))
  return [
    ...gone.slice(0, most_of_a_kind),
    ...swapped.slice(0, most_of_a_kind).map(({ one, other }) => ({
      what: 'audit row', where: one.audit_id, expected: asSealed(one.seq),
      found: `swapped with ${other.audit_id} under no. ${other.seq}`,
    })),
    ...altered.slice(0, most_of_a_kind).map(({ audit_id, seq }) =>
      ({ what: 'audit row', where: audit_id, expected: asSealed(seq), found: 'altered' })),
    ...rewritten.slice(0, most_of_a_kind).map(({ seq, audit_id }) => ({
      what: 'audit link', where: `no. ${seq}`, expected: `what row ${audit_id} and the link before make`,
      found: 'rewritten',
    })),
  ]
}

/** The hash of a link as it would be with another row at its place. */
const hashWith = (chain_id: string, link: Held, row: SealedRow): string =>
  hashOfLink(chain_id, link.before, { ...link, row })

type Swap = { one: Held; other: Held; spoiled: Held[] }

/** Pairs that hold again when they change places, the rows alone or the links with them. */
function swapsIn(chain_id: string, broken: readonly Held[]): Swap[] {
  return broken.flatMap((one, at) => {
    for (const other of broken.slice(at + 1)) {
      const spoiled = rowsSwapped(chain_id, one, other) ? [] : spoiledBySwap(chain_id, one, other)
      if (spoiled) return [{ one, other, spoiled }]
    }
    return []
  })
}

/** Two rows, or what two rows say, changed places under their links. */
function rowsSwapped(chain_id: string, one: Held, other: Held): boolean {
  return [[one, other.row] as const, [other, one.row] as const].every(([link, row]) => row !== null
    && [row, { ...row, id: link.audit_id }].some((tried) => hashWith(chain_id, link, tried) === link.hash))
}

/** Two links changed places: those after them that lost their ground with it. Null where they did not. */
function spoiledBySwap(chain_id: string, one: Held, other: Held): Held[] | null {
  if (one.row === null || other.row === null) return null
  const ground = other.seq === one.seq + 1 ? other.hash : other.before
  const fit = hashWith(chain_id, one, other.row) === other.hash
    && hashWith(chain_id, { ...other, before: ground }, one.row) === one.hash
  if (!fit) return null
  return [{ link: one.next, before: other.hash }, { link: other.next, before: one.hash }].flatMap(
    ({ link, before }) => link?.row && hashWith(chain_id, { ...link, before }, link.row) === link.hash
      ? [link] : [])
}

/** The row is sound: with the hash that it makes, the next link holds again. */
function isRewritten(chain_id: string, link: Held): boolean {
  const { next } = link
  if (next === null || next.row === null || link.row === null) return false
  const before = hashWith(chain_id, link, link.row)
  return before !== link.hash && hashWith(chain_id, { ...next, before }, next.row) === next.hash
}

/** Numbers that are missing: a row that lost its link alone is found by trying it in the gap. */
export function gapFaults(
  chain_id: string, gaps: readonly Gap[], loose: readonly SealedRow[],
): { faults: AuditFault[]; placed: Set<string> } {
  const faults: AuditFault[] = [], placed = new Set<string>()
  for (const gap of gaps.slice(0, most_of_a_kind)) {
    const row = gap.from === gap.to ? loose.find((one) => fitsGap(chain_id, gap, one)) : undefined
    if (row) placed.add(row.id)
    faults.push({
      what: 'audit row',
      ...row
        ? { where: row.id, expected: `linked as no. ${gap.from}`, found: 'without its link: it was deleted' }
        : { where: numbers(gap), expected: 'there with its link', found: 'deleted, row and link' },
    })
  }
  return { faults, placed }
}

const numbers = ({ from, to }: Gap): string => from === to ? `no. ${from}` : `no. ${from} to ${to}`

/** A row fits when the link after the gap holds on it; it was sealed with one neighbour or the other. */
function fitsGap(chain_id: string, { from, before, last, next }: Gap, row: SealedRow): boolean {
  return [last, next].some((beside) => {
    if (beside === null || next.row === null) return false
    const hash = hashOfLink(chain_id, before, { seq: from, sealed_at: beside.sealed_at, row })
    return hashOfLink(chain_id, hash, { ...next, row: next.row }) === next.hash
  })
}

/** Rows that no sealer would have left alone. */
export const leftOutFaults = (rows: readonly SealedRow[]): AuditFault[] => rows.map(({ id }) => ({
  what: 'audit row', where: id, found: 'without a link: slipped in later, or its link was deleted',
  expected: `linked soon after ${madeAt(id).toISOString()}, when it says it was written`,
}))

export const strayFaults = (links: readonly Walked[]): AuditFault[] => links.slice(0, most_of_a_kind)
  .map(({ seq, audit_id }) => ({
    what: 'audit link', where: `no. ${seq}`, expected: 'none at all', found: `slipped in for row ${audit_id}`,
  }))
