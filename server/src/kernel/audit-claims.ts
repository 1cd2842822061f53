import type { Head, HeadLine } from './audit-heads.ts'

/** A place where the audit is not what it was: `what` `where` should be `expected`, and is `found`. */
export type AuditFault = { what: string; where: string; expected: string; found: string }

/** A head that somebody wrote down elsewhere. */
export type Noted = { seq: number; hash: string }

/** That the chain has this hash at this number; `line` says so in the file, null is one noted elsewhere. */
export type Claim = Noted & { line: number | null; by: string }

/** What the heads of a file, and one noted elsewhere, say of a chain today. */
export type Claims = {
  bySeq: ReadonlyMap<number, readonly Claim[]>
  faults: AuditFault[]
  notes: string[]
}

/**
 * Reads a file of heads from above. A line that is not ours, or that does not go on from the one before, is a
 * fault; a restore that was accepted ends what it contradicts and stays a note for ever.
 */
export function readClaims(lines: readonly HeadLine[], noted: Noted | null): Claims {
  let claims: Claim[] = [], faults: AuditFault[] = []
  const notes: string[] = []
  let from = 0
  for (const { line, head } of lines) {
    if (head === null) {
      faults.push(faultAt(line, 'signed by this installation', 'forged'))
      continue
    }
    if (head.kind === 'restore') {
      notes.push(noteOf(line, head), ...faults.map(({ where, found }) =>
        `${where} of the heads is ${found}, and was accepted by line ${line}.`))
      faults = []
      claims = claims.filter(({ seq }) => seq <= head.agrees_to)
    } else if (head.from !== from || head.seq <= from) {
      const found = `after no. ${from}: lines were taken out or moved`
      faults.push(faultAt(line, `the head after no. ${head.from}`, found))
    }
    claims.push({ seq: head.seq, hash: head.hash, line, by: `the head signed at ${head.at}` })
    from = head.seq
  }
  if (noted) claims.push({ ...noted, line: null, by: 'the head noted elsewhere' })
  return { bySeq: Map.groupBy(claims, ({ seq }) => seq), faults, notes }
}

const faultAt = (line: number, expected: string, found: string): AuditFault =>
  ({ what: 'signed head', where: `line ${line}`, expected, found })

const noteOf = (line: number, { at, seq, was, reason }: Extract<Head, { kind: 'restore' }>): string =>
  `line ${line} of the heads: at ${at} a restored backup was accepted at no. ${seq}, where the audit had`
    + ` reached no. ${was}, because: ${reason}`
