import { parseArgs } from 'node:util'
import { instant } from '#contract/fields.ts'
import { record } from '#kernel/audit.ts'
import { setClock } from '#kernel/clock.ts'
import { inChain, outsideChains } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import { failWith } from '#kernel/failure.ts'
import { refuse } from '#kernel/refusal.ts'
import { readChain, readSystemWho } from '#modules/org/org.ts'
import type { Command } from './command.ts'
import { openForCommand } from './database.ts'

const help = `shuke clock set --chain CODE INSTANT
  Sets the clock of a sandbox chain; it runs on from there. A running server follows within two seconds.
    --chain CODE   the chain
    INSTANT        ISO 8601 with offset, for instance 2026-12-31T23:50:00+08:00
    --json         prints one line of JSON`

export const clock: Command = {
  name: 'clock', says: 'set the clock of a sandbox chain', help,
  async run([verb, ...args], { environment, tell }) {
    const { values, positionals } = parseArgs(
      { args, allowPositionals: true, options: { chain: { type: 'string' } } },
    )
    const { chain: code } = values
    const [text, ...more] = positionals
    if (verb !== 'set' || code === undefined || text === undefined || more.length > 0)
      failWith('shuke clock wants "set --chain CODE INSTANT": see shuke clock --help.')
    if (!instant.safeParse(text).success)
      failWith(`"${text}" is no instant: write it as 2026-12-31T23:50:00+08:00.`)
    const at = new Date(text)
    const { db, master, close } = await openForCommand(environment)
    try {
      await setSandboxClock(db, master, { code, at })
      tell({ chain: code, now: at.toISOString() }, [`The clock of ${code} reads ${text} now and runs on.`])
    } finally {
      await close()
    }
  },
}

/** Refuses `chain_unknown`, and `clock_not_sandbox` for a chain that trades. */
export async function setSandboxClock(
  db: Db, master: Buffer, { code, at }: { code: string; at: Date }
): Promise<void> {
  const chain_id = await outsideChains(db, (tx) => chainBehind(tx, 'chain_code', code))
  if (chain_id === null) refuse('chain_unknown', { code })
  await inChain(db, chain_id, async (tx) => {
    if (!(await readChain(tx, chain_id)).sandbox) refuse('clock_not_sandbox')
    const who = await readSystemWho(tx, master, chain_id)
    await record(tx, who, [{ verb: 'clock.set', ref: chain_id, detail: { at: at.toISOString() } }])
    await setClock(tx, chain_id, at)
  })
}
