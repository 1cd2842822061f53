import { hashBefore, hashOfLink, madeAt, oldestId } from './audit-chain.ts'
import type { Link } from './audit-chain.ts'
import { readClaims } from './audit-claims.ts'
import type { AuditFault, Claim, Claims, Noted } from './audit-claims.ts'
import { brokenFaults, gapFaults, leftOutFaults, strayFaults } from './audit-faults.ts'
import type { Gap, Held } from './audit-faults.ts'
import type { HeadLine } from './audit-heads.ts'
import { batches_on_their_way } from './audit-sealer.ts'
import * as store from './audit-store.ts'
import type { Walked } from './audit-store.ts'
import type { Tx } from './db.ts'

export type { AuditFault, Noted } from './audit-claims.ts'

export type AuditCheck = {
  /** The first of each kind. */
  faults: AuditFault[]
  /** What was accepted, and what is odd without being wrong. */
  notes: string[]
  /** How far it is sealed: to be noted elsewhere. */
  end: Pick<Link, 'seq' | 'hash' | 'sealed_at'> | null
}
export type Outside = {
  /** The file of heads; null where there is none to hold against. */
  lines: readonly HeadLine[] | null
  noted?: Noted | null
}

const links_at_once = 2_000
const most_of_a_kind = 10
/** As many broken links are kept to be told apart; beyond that nobody reads on. */
const most_broken = 200

/**
 * Holds every row of a chain's audit against its link, every link against the one before, and the chain
 * against what was signed outside (R6.05). `lines` are read before the transaction begins: a head is written
 * after what it tells, so whatever it tells is then in sight.
 */
export async function checkAudit(
  tx: Tx, chain_id: string, { lines, noted = null }: Outside,
): Promise<AuditCheck> {
  const walk = walkOf(chain_id, readClaims(lines ?? [], noted))
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const links = await store.selectLinks(tx, chain_id, { after, limit: links_at_once })
    for (const link of links) step(walk, link)
    if (links.length < links_at_once) break
    after = links.at(-1)!.seq
  }
  const end = walk.last
  const left_out = end ? await store.selectLeftOut(tx, chain_id, { end, limit: most_of_a_kind }) : []
  const loose = walk.gaps.length > 0
    ? await store.selectUnlinked(tx, chain_id, { after: store.first_id, limit: most_broken }) : []
  const gaps = gapFaults(chain_id, walk.gaps, loose)
  return {
    faults: [
      ...walk.claims.faults, ...gaps.faults, ...brokenFaults(chain_id, walk.broken),
      ...strayFaults(walk.strays), ...leftOutFaults(left_out.filter(({ id }) => !gaps.placed.has(id))),
      ...walk.late,
      ...endFaults(walk, lines !== null),
    ],
    notes: [...walk.claims.notes, ...walk.notes],
    end: end && { seq: end.seq, hash: end.hash, sealed_at: end.sealed_at },
  }
}

type Walk = {
  chain_id: string
  claims: Claims
  last: Walked | null
  broken: Held[]
  gaps: Gap[]
  /** Links with a number that none can have. */
  strays: Walked[]
  late: AuditFault[]
  notes: string[]
  /** When the batch before this one was sealed, and how many there are since the last signed head. */
  batch_before: string | null; batches: number
  /** The last number that a claim agrees with, and the first claim that does not. */
  agreed: number; differs: Claim | null
}

const walkOf = (chain_id: string, claims: Claims): Walk => ({
  chain_id, claims, last: null, broken: [], gaps: [], strays: [], late: [], notes: [], batch_before: null,
  batches: 0, agreed: 0, differs: null,
})

function step(walk: Walk, link: Walked): void {
  const { last } = walk
  const expected = (last?.seq ?? 0) + 1, before = last?.hash ?? hashBefore(walk.chain_id)
  if (link.seq < expected) { walk.strays.push(link); return }
  if (link.seq === expected) holdLink(walk, { ...link, before, next: null })
  else walk.gaps.push({ from: expected, to: link.seq - 1, before, last, next: link })
  if (link.sealed_at !== last?.sealed_at) {
    walk.batches += 1
    walk.batch_before = last?.sealed_at ?? null
  }
  holdTime(walk, link)
  holdClaims(walk, link)
  walk.last = link
}

/** The hash is made again from the one that stands before: an altered row spoils no other. */
function holdLink({ chain_id, broken }: Walk, link: Held): void {
  const previous = broken.at(-1)
  if (previous?.seq === link.seq - 1) previous.next = link
  const { row } = link
  const holds = row !== null && hashOfLink(chain_id, link.before, { ...link, row }) === link.hash
  if (!holds && broken.length < most_broken) broken.push(link)
}

/** A row older than the sealer would have looked back was linked by somebody else. */
function holdTime({ batch_before, late }: Walk, { audit_id, sealed_at, seq }: Walked): void {
  if (batch_before === null || late.length >= most_of_a_kind) return
  if (audit_id >= oldestId(batch_before, sealed_at)) return
  late.push({
    what: 'audit row', where: audit_id, found: `slipped in later as no. ${seq}, at ${sealed_at}`,
    expected: `linked soon after ${madeAt(audit_id).toISOString()}, when it says it was written`,
  })
}

function holdClaims(walk: Walk, { seq, hash }: Walked): void {
  for (const claim of walk.claims.bySeq.get(seq) ?? []) {
    if (claim.hash !== hash) walk.differs ??= claim
    else if (!walk.differs) walk.agreed = seq
    if (claim.line === null) continue
    if (walk.batches > batches_on_their_way)
      walk.notes.push(`line ${claim.line} of the heads signs ${walk.batches} batches at once, up to`
        + ` no. ${seq}: heads are missing there, or another server sealed.`)
    walk.batches = 0
  }
}

/** What the heads say of the whole: that it was rewritten, that it went on, and that they go on with it. */
function endFaults({ claims, last, batches, agreed, differs }: Walk, hasFile: boolean): AuditFault[] {
  const end_seq = last?.seq ?? 0
  const furthest = [...claims.bySeq.values()].flat().reduce<Claim | null>(
    (most, claim) => claim.seq > (most?.seq ?? end_seq) ? claim : most, null)
  const faults: AuditFault[] = []
  if (differs) faults.push({
    what: 'audit chain', where: `from no. ${agreed + 1} to no. ${differs.seq}`,
    expected: `as ${differs.by} says`, found: 'rewritten',
  })
  if (furthest) faults.push({
    what: 'end of the audit chain', where: `after no. ${end_seq}`, found: 'cut off',
    expected: `there up to no. ${furthest.seq}, as ${furthest.by} says`,
  })
  if (hasFile && batches > batches_on_their_way) faults.push({
    what: 'end of the heads', where: `before no. ${end_seq}`, expected: `at no. ${end_seq}`,
    found: `${batches} batches short: its last lines were cut off, or only another server sealed`,
  })
  return faults
}
