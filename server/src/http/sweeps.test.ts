import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openHeads } from '#kernel/audit-heads.ts'
import { openDb, outsideChains, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { auditedHouse } from '#test/audited.ts'
import type { Audited } from '#test/audited.ts'
import { afterAll, expect, test } from 'vitest'
import { startSweeps, sweepsOf } from './sweeps.ts'
import type { Sweep } from './sweeps.ts'

const house = await auditedHouse()
afterAll(() => house.close())

/** A chain that the sweeps find: they go by the directory. */
async function knownChain(code: string): Promise<Audited> {
  const chain = await house.chain()
  await outsideChains(house.db, (tx) => sql`insert into kernel.directory (kind, value, chain_id)
    values ('chain_code', ${code}, ${chain.chain_id})`.execute(tx))
  return chain
}
const one = await knownChain('one'), other = await knownChain('other')

function running(sweeps: readonly Sweep[], db = house.db) {
  const said: string[] = []
  return { said, ...startSweeps({ db, sweeps, report: (line) => { said.push(line) } }) }
}

test('acts of every chain are sealed while the server runs, and what is left when it stops', async () => {
  await one.act(2)
  const sweeps = running(sweepsOf({ db: house.db, heads: one.heads }))
  await other.act()
  const endOf = async (chain: Audited) => (await chain.check()).end?.seq ?? 0
  await expect.poll(async () => [await endOf(one), await endOf(other)], { timeout: 10_000 }).toEqual([2, 1])
  await one.act(3)
  await sweeps.stop()
  expect([await endOf(one), await one.told(), sweeps.said]).toEqual([5, [], []])
})

test('a process that keeps no heads seals nothing', async () => {
  const chain = await knownChain('unsealed')
  await chain.act()
  await running(sweepsOf({ db: house.db, heads: null })).stop()
  expect((await chain.check()).end).toBeNull()
})

test('what goes wrong is told once, until it went well, and holds up neither the next chain nor other work',
  async () => {
    const seen: string[] = []
    let wrong = true
    const sweeps = running([
      {
        name: 'first', every_ms: 5, run: async (chain_id) => {
          seen.push(chain_id)
          return chain_id === one.chain_id && wrong ? Promise.reject(new Error('no room')) : null
        },
      },
      { name: 'second', every_ms: 5, run: async () => { seen.push('second'); return null } },
    ])
    const rounds = async (count: number) => {
      const done = () => seen.filter((name) => name === other.chain_id).length, due = done() + count
      await expect.poll(done).toBeGreaterThanOrEqual(due)
    }
    await rounds(3)
    expect(sweeps.said).toEqual(['first of one: no room.'])
    expect(seen.filter((name) => name === 'second').length).toBeGreaterThan(2)
    wrong = false
    await rounds(2)
    wrong = true
    await rounds(2)
    await sweeps.stop()
    expect(sweeps.said).toEqual(['first of one: no room.', 'first of one: no room.'])
  })

test('after a stop nothing runs any more', async () => {
  let runs = 0
  const sweeps = running([{ name: 'one', every_ms: 1, run: async () => { runs += 1; return null } }])
  await expect.poll(() => runs).toBeGreaterThan(3)
  await sweeps.stop()
  const then = runs
  await new Promise((resolve) => { setTimeout(resolve, 50) })
  expect(runs).toBe(then)
})

test('a disk that fails and a broken seal are told in words that help', async () => {
  const file = join(house.folder, 'no-folder')
  await writeFile(file, '')
  const chain = await knownChain('third')
  await chain.act()
  const blocked = running(sweepsOf({ db: house.db, heads: openHeads(file, 'x'.repeat(43)) }))
  const told = () => blocked.said.some((line) => line.startsWith('audit.seal of third: ENOTDIR'))
  await expect.poll(told).toBe(true)
  await blocked.stop()

  await chain.sealed([1])
  await chain.asOwner((tx) => sql`delete from kernel.audit_links`.execute(tx))
  const cut = running(sweepsOf({ db: house.db, heads: chain.heads }))
  await expect.poll(() => cut.said)
    .toEqual([expect.stringMatching(/^audit\.seal of third: .*tail was cut off/)])
  await cut.stop()
})

test('a database that is away is waited for in silence', async () => {
  const away = openDb('postgres://nobody:none@127.0.0.1:9/nothing')
  const sweeps = running([{ name: 'one', every_ms: 1, run: async () => newId() }], away)
  await new Promise((resolve) => { setTimeout(resolve, 50) })
  await sweeps.stop()
  await away.close()
  expect(sweeps.said).toEqual([])
})
