import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { record } from '#kernel/audit.ts'
import type { Act } from '#kernel/audit.ts'
import { checkAudit } from '#kernel/audit-check.ts'
import type { AuditCheck, Noted } from '#kernel/audit-check.ts'
import { openHeads } from '#kernel/audit-heads.ts'
import { sealChain } from '#kernel/audit-sealer.ts'
import { inChain, openDb, sql } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { sealOf } from '#kernel/seal.ts'
import type { Who } from '#kernel/who.ts'
import { freshDatabase } from './database.ts'

/** What an installation would have made at its first start. */
const hmac_key = Buffer.alloc(32, 7).toString('base64url')

export type Audited = Awaited<ReturnType<typeof auditedChain>>

/** A database with a folder of heads and chains of acts; the owner of its tables does what nobody should. */
export async function auditedHouse() {
  const fresh = await freshDatabase()
  const owner_db = openDb(fresh.owner_url, { max: 1, name: 'shuke test owner' })
  const folder = await mkdtemp(join(tmpdir(), 'shuke-heads-'))
  return {
    db: fresh.db, owner_db, folder, app_url: fresh.app_url,
    chain: () => auditedChain({ db: fresh.db, owner_db, folder }),
    async close() {
      await owner_db.close()
      await fresh.drop()
      await rm(folder, { recursive: true })
    },
  }
}

/** A chain with nothing but its audit: rows have no other ground. */
async function auditedChain({ db, owner_db, folder }: { db: Db; owner_db: Db; folder: string }) {
  const chain_id = newId(), heads = openHeads(folder, hmac_key)
  const who = {
    chain_id, principal: { kind: 'staff', id: newId() }, stores: 'all', scope: 'chain',
    permissions: new Set(), till_id: null, device: '10.0.0.7',
    now: new Date('2026-05-16T12:00:00.123+08:00'), zone: 'Asia/Shanghai',
    seal: sealOf(Buffer.alloc(32, 1), chain_id),
  } satisfies Who
  const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(db, chain_id, work)
  const chain = {
    chain_id, who, heads, file: join(folder, `${chain_id}.jsonl`), within,
    act: async (count = 1, act: Partial<Act> = {}) => {
      for (let n = 0; n < count; n += 1)
        await within((tx) => record(tx, who, [{
          verb: 'goods.price', ref: newId(), detail: { before: n, after: 1.50, note: '改价 "x"' }, ...act,
        }]))
    },
    seal: (with_heads = heads) => sealChain(db, with_heads, chain_id),
    /** Acts in several batches, each sealed and signed. */
    sealed: async (batches: readonly number[]) => {
      for (const count of batches) {
        await chain.act(count)
        await chain.seal()
      }
    },
    /** What only the owner of the tables can do. */
    asOwner: <Result>(work: (tx: Tx) => Promise<Result>) => inChain(owner_db, chain_id, work),
    check: async (noted: Noted | null = null): Promise<AuditCheck> => {
      const lines = await heads.all(chain_id)
      return await within((tx) => checkAudit(tx, chain_id, { lines, noted }))
    },
    /** Sentences of everything that is found. */
    told: async (noted: Noted | null = null): Promise<string[]> =>
      (await chain.check(noted)).faults.map(({ what, where, expected, found }) =>
        `${what} ${where} should be ${expected}, and is ${found}`),
    /** The id of the row linked under a number. */
    rowAt: async (seq: number): Promise<string> => (await within((tx) => sql<{ audit_id: string }>`
      select audit_id from kernel.audit_links where chain_id = ${chain_id} and seq = ${seq}`.execute(tx)))
      .rows[0]!.audit_id,
  }
  return chain
}
