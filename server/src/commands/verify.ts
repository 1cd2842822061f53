import { parseArgs } from 'node:util'
import { checkAudit } from '#kernel/audit-check.ts'
import type { AuditCheck, Noted } from '#kernel/audit-check.ts'
import { headsFolderOf, openHeads } from '#kernel/audit-heads.ts'
import type { Heads } from '#kernel/audit-heads.ts'
import { inChain, outsideChains, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { failWith } from '#kernel/failure.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Fault } from '#modules/ledger/ledger.ts'
import type { Command } from './command.ts'
import { openForCommand } from './database.ts'
import { acceptRestored } from './verify-accept.ts'
import { verifyChain } from './verify-chain.ts'

const help = `shuke verify [--chain CODE]
  Re-derives every balance, lot, stock level, matrix and receipt number of every chain, or of one, from the
  rows behind them, on one moment's state and beside a running server; and holds the audit against its links
  and against the signed heads in the data folder. Names the first faults of each kind and leaves with 1 when
  there is any.
    --chain CODE      this chain alone
    --head SEQ:HASH   a head of this chain that was noted elsewhere: the audit is held against it too
    --json            prints one line of JSON
shuke verify --accept-restore --chain CODE --reason TEXT
  After a backup was restored, the audit in the database ends before the signed heads and is not sealed any
  further. This signs that it goes on from there; every later verify tells of it.`

export type Checked = { chain: string; faults: Fault[]; notes: string[]; audit: AuditCheck['end'] }
type Asked = { code: string | null; noted: Noted | null }

export const verify: Command = {
  name: 'verify', help,
  says: 're-derive every balance, hold the audit against its seal, name the first faults',
  async run(args, { environment, tell }) {
    const { values } = parseArgs({
      args, options: {
        chain: { type: 'string' }, head: { type: 'string' }, reason: { type: 'string' },
        'accept-restore': { type: 'boolean', default: false },
      },
    })
    const asked = { code: values.chain ?? null, noted: notedIn(values.head, values.chain) }
    const { db, master, secrets, close } = await openForCommand(environment)
    try {
      const heads = openHeads(headsFolderOf(environment.data_dir), secrets.hmac_key)
      if (values['accept-restore']) {
        await acceptRestored({ db, master, heads, tell }, values)
        return
      }
      const checked = await verifyChains(db, heads, asked)
      tell({ ok: checked.every(({ faults }) => faults.length === 0), chains: checked },
        checked.flatMap(linesOf))
      if (checked.some(({ faults }) => faults.length > 0)) process.exitCode = 1
    } finally {
      await close()
    }
  },
}

function notedIn(text: string | undefined, chain: string | undefined): Noted | null {
  if (text === undefined) return null
  const [, seq, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? []
  if (chain === undefined || seq === undefined || hash === undefined)
    failWith('--head is SEQ:HASH as verify printed it, and goes with the --chain it is of.')
  return { seq: Number(seq), hash }
}

/** Refuses `chain_unknown`. */
export async function verifyChains(db: Db, heads: Heads, { code, noted }: Asked): Promise<Checked[]> {
  const chains = (await outsideChains(db, allChains)).filter((chain) => code === null || chain.code === code)
  if (code !== null && chains.length === 0) refuse('chain_unknown', { code })
  const checked: Checked[] = []
  for (const chain of chains) {
    // Before the transaction: it then sees whatever these heads tell of.
    const lines = await heads.all(chain.chain_id)
    checked.push(await inChain(db, chain.chain_id, async (tx) => {
      // One moment's state: a sale settled between two questions would look like a fault.
      await sql`set transaction isolation level repeatable read, read only`.execute(tx)
      await sql`set local statement_timeout = 0`.execute(tx)
      const books = await verifyChain(tx, chain.chain_id)
      const { faults, notes, end } = await checkAudit(tx, chain.chain_id, { lines, noted })
      return { chain: chain.code, faults: [...books, ...faults], notes, audit: end }
    }))
  }
  return checked
}

function linesOf({ chain, faults, notes, audit }: Checked): string[] {
  const sealed = audit ? ` The audit is sealed up to ${audit.seq}:${audit.hash}.` : ''
  return [
    ...faults.length === 0 ? [`${chain}: everything agrees.${sealed}`] : [],
    ...faults.map(({ what, where, expected, found }) =>
      `${chain}: ${what} ${where} should be ${expected}, and is ${found}.`),
    ...notes.map((note) => `${chain}: ${note}`),
  ]
}
