import { record } from '#kernel/audit.ts'
import type { Heads } from '#kernel/audit-heads.ts'
import { acceptRestore } from '#kernel/audit-sealer.ts'
import { inChain, outsideChains } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import { failWith } from '#kernel/failure.ts'
import { refuse } from '#kernel/refusal.ts'
import { readSystemWho } from '#modules/org/org.ts'
import type { CommandContext } from './command.ts'

const most_letters = 200

/**
 * Signs that a chain's audit goes on from a restored backup, and puts that on record. Refuses
 * `chain_unknown`, and `audit_not_broken` where there is nothing to accept.
 */
export async function acceptRestored(
  on: { db: Db; master: Buffer; heads: Heads; tell: CommandContext['tell'] },
  { chain: code, reason = '' }: { chain?: string | undefined; reason?: string | undefined },
): Promise<void> {
  const why = reason.trim()
  if (code === undefined || why === '' || why.length > most_letters)
    failWith(`--accept-restore wants --chain CODE and --reason TEXT of up to ${most_letters} letters.`)
  const chain_id = await outsideChains(on.db, (tx) => chainBehind(tx, 'chain_code', code))
  if (chain_id === null) refuse('chain_unknown', { code })
  const { seq, was } = await inChain(on.db, chain_id, async (tx) => {
    const accepted = await acceptRestore(tx, on.heads, { chain_id, reason: why })
    const detail = { ...accepted, reason: why }
    await record(tx, await readSystemWho(tx, on.master, chain_id), [
      { verb: 'audit.accept_restore', ref: null, detail }])
    return accepted
  })
  on.tell({ chain: code, seq, was }, [
    `${code}: the audit goes on from no. ${seq}; it had reached no. ${was}. Every later verify tells of it.`,
  ])
}
