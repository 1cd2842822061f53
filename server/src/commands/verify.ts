import { parseArgs } from 'node:util'
import { inChain, outsideChains, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Fault } from '#modules/ledger/ledger.ts'
import type { Command } from './command.ts'
import { openForCommand } from './database.ts'
import { verifyChain } from './verify-chain.ts'

const help = `shuke verify [--chain CODE]
  Re-derives every balance, lot, stock level, matrix and receipt number of every chain, or of one, from the
  rows behind them, on one moment's state and beside a running server. Names the first faults of each kind and
  leaves with 1 when there is any.
    --chain CODE   this chain alone
    --json         prints one line of JSON`

type Checked = { chain: string; faults: Fault[] }

export const verify: Command = {
  name: 'verify', says: 're-derive every balance and name the first fault', help,
  async run(args, { environment, tell }) {
    const { values } = parseArgs({ args, options: { chain: { type: 'string' } } })
    const { db, close } = await openForCommand(environment)
    try {
      const checked = await verifyChains(db, values.chain ?? null)
      tell({ ok: checked.every(({ faults }) => faults.length === 0), chains: checked },
        checked.flatMap(linesOf))
      if (checked.some(({ faults }) => faults.length > 0)) process.exitCode = 1
    } finally {
      await close()
    }
  },
}

/** Refuses `chain_unknown`. */
async function verifyChains(db: Db, code: string | null): Promise<Checked[]> {
  const chains = (await outsideChains(db, allChains)).filter((chain) => code === null || chain.code === code)
  if (code !== null && chains.length === 0) refuse('chain_unknown', { code })
  const checked: Checked[] = []
  for (const chain of chains) {
    const faults = await inChain(db, chain.chain_id, async (tx) => {
      // One moment's state: a sale settled between two questions would look like a fault.
      await sql`set transaction isolation level repeatable read, read only`.execute(tx)
      await sql`set local statement_timeout = 0`.execute(tx)
      return await verifyChain(tx, chain.chain_id)
    })
    checked.push({ chain: chain.code, faults })
  }
  return checked
}

function linesOf({ chain, faults }: Checked): string[] {
  if (faults.length === 0) return [`${chain}: everything agrees.`]
  return faults.map(({ what, where, expected, found }) =>
    `${chain}: ${what} ${where} should be ${expected}, and is ${found}.`)
}
