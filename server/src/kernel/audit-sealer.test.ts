import { appendFile, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { auditedHouse } from '#test/audited.ts'
import type { Audited } from '#test/audited.ts'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { readAudit, record } from './audit.ts'
import { openHeads } from './audit-heads.ts'
import { acceptRestore, readSealState } from './audit-sealer.ts'
import { sql } from './db.ts'
import { newId } from './ids.ts'

const house = await auditedHouse()
afterAll(() => house.close())
afterEach(() => { vi.restoreAllMocks() })

const linesOf = async ({ file }: Audited) => (await readFile(file, 'utf8')).split('\n').slice(0, -1)
const headsOf = async (chain: Audited) =>
  (await linesOf(chain)).map((line) => JSON.parse(line) as Record<string, unknown>)
const stateOf = (chain: Audited) => chain.within((tx) => readSealState(tx, chain.chain_id, chain.heads))
/** The same folder as another process, or the same one after a new start, sees it: with nothing in memory. */
const afresh = () => openHeads(house.folder, Buffer.alloc(32, 7).toString('base64url'))
const accept = (chain: Audited, reason: string) =>
  chain.within((tx) => acceptRestore(tx, chain.heads, { chain_id: chain.chain_id, reason }))

/** An act whose transaction stays open until it is told to end. */
function openAct({ within, who }: Audited) {
  const told = Promise.withResolvers<void>(), recorded = Promise.withResolvers<void>()
  const done = within(async (tx) => {
    await record(tx, who, [{ verb: 'goods.delete', ref: null, detail: {} }])
    recorded.resolve()
    await told.promise
  })
  return { recorded: recorded.promise, commit: async () => { told.resolve(); await done } }
}

test('acts are linked without a gap, and each batch leaves a signed head that only we can read', async () => {
  const chain = await house.chain()
  await chain.act(2)
  expect(await stateOf(chain))
    .toMatchObject({ sealed_seq: 0, waiting: 2, head_seq: null, hash: null, broken: null })
  expect(await chain.seal()).toEqual({ linked: 2, broken: null, caught_up: null })
  await chain.act()
  const acts = await chain.within((tx) => readAudit(tx, chain.chain_id, { limit: 5 }))
  expect(acts.map(({ sealed }) => sealed)).toEqual([false, true, true])
  await chain.seal()
  const { hash, ...state } = await stateOf(chain), heads = await headsOf(chain)
  expect(state)
    .toMatchObject({ sealed_seq: 3, waiting: 0, head_seq: 3, head_at: heads[1]!['at'], broken: null })
  expect(heads).toMatchObject([
    { chain_id: chain.chain_id, kind: 'head', from: 0, seq: 2 }, { kind: 'head', from: 2, seq: 3, hash },
  ])
  if (process.platform === 'win32') return
  expect([(await stat(chain.file)).mode & 0o777, (await headsOf(chain)).length]).toEqual([0o600, 2])
})

test('nothing new leaves no new head', async () => {
  const chain = await house.chain()
  await chain.sealed([1])
  expect([(await chain.seal()).linked, (await headsOf(chain)).length]).toEqual([0, 1])
})

test('an act committed after younger ones were linked is linked by the next batch', async () => {
  const chain = await house.chain()
  const late = openAct(chain)
  await late.recorded
  await chain.sealed([2, 1])
  await late.commit()
  expect((await stateOf(chain)).waiting).toBe(1)
  expect((await chain.seal()).linked).toBe(1)
  const [first, last] = [await chain.rowAt(1), await chain.rowAt(4)]
  expect(last < first, 'it was recorded before them').toBe(true)
  expect(await chain.told()).toEqual([])
})

test('an act that came minutes late is linked by the next look over the whole horizon', async () => {
  const chain = await house.chain()
  await chain.sealed([1, 1])
  const model = await chain.rowAt(1), minutes_ago = newId(Date.now() - 9 * 60_000)
  await chain.within((tx) => sql`insert into kernel.audit
    select (jsonb_populate_record(a, jsonb_build_object('id', ${minutes_ago}::uuid))).*
      from kernel.audit a where a.id = ${model}`.execute(tx))
  expect((await chain.seal()).linked).toBe(0)
  await chain.sealed([1])
  vi.setSystemTime(Date.now() + 21_000)
  expect((await chain.seal()).linked).toBe(1)
  vi.useRealTimers()
  expect([await chain.rowAt(4), await chain.told()]).toEqual([minutes_ago, []])
})

test('an act that waits for its commit longer than the sealer looks back is rolled back', async () => {
  const chain = await house.chain()
  const late = openAct(chain)
  await late.recorded
  const now = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(now + 11 * 60_000)
  await expect(late.commit()).rejects.toThrow('a transaction ends within its time')
  vi.restoreAllMocks()
  expect((await stateOf(chain)).waiting).toBe(0)
})

test('a clock that was ahead and is right again hides nothing that is written now', async () => {
  const chain = await house.chain()
  await chain.act()
  vi.setSystemTime(Date.now() + 10 * 86_400_000)
  await chain.seal()
  vi.useRealTimers()
  await chain.act(2)
  expect((await chain.seal()).linked).toBe(2)
  expect(await chain.told()).toEqual([])
})

test('everything that waits is one batch, however much it is', async () => {
  const chain = await house.chain()
  await chain.within((tx) => record(tx, chain.who, Array.from({ length: 2_500 }, (_, n) =>
    ({ verb: 'goods.price', ref: String(n), detail: {} }))))
  expect((await chain.seal()).linked).toBe(2_500)
  expect([(await headsOf(chain)).length, await chain.told()]).toEqual([1, []])
})

test('several processes seal one chain: each row has one link, and the heads rise', async () => {
  const chain = await house.chain()
  const sealers = [chain.heads, afresh(), afresh()]
  for (let round = 0; round < 5; round += 1)
    await Promise.all([chain.act(3), ...sealers.map((heads) => chain.seal(heads)), chain.act(2)])
  await chain.seal()
  const { sealed_seq, waiting } = await stateOf(chain)
  expect([sealed_seq, waiting, await chain.told(), (await chain.check()).notes]).toEqual([25, 0, [], []])
})

test('a kill between commit and head is made good by the next run, before it links anything', async () => {
  const chain = await house.chain()
  await chain.sealed([2, 2])
  await writeFile(chain.file, `${(await linesOf(chain))[0]!}\n{"kind":"he`)
  await chain.act()
  expect(await chain.seal(afresh())).toEqual({ linked: 1, broken: null, caught_up: null })
  expect((await headsOf(chain)).map(({ from, seq }) => [from, seq])).toEqual([[0, 2], [2, 4], [4, 5]])
  expect(await chain.told()).toEqual([])
})

test('a tail cut off stops the sealing, never the recording; a signed restore lets it go on', async () => {
  const chain = await house.chain()
  await chain.sealed([2, 3])
  await expect(accept(chain, 'nothing happened')).rejects.toThrow('audit_not_broken')
  await chain.asOwner((tx) => sql`delete from kernel.audit_links where seq > 2`.execute(tx))
  await chain.asOwner((tx) => sql`delete from kernel.audit where chain_id = ${chain.chain_id} and id not in (
    select audit_id from kernel.audit_links)`.execute(tx))
  await chain.act(4)
  expect([await chain.seal(), await chain.seal(afresh())].map(({ linked, broken }) => [linked, broken]))
    .toEqual([[0, 'cut'], [0, 'cut']])
  expect(await stateOf(chain)).toMatchObject({ sealed_seq: 2, head_seq: 5, waiting: 4, broken: 'cut' })

  expect(await accept(chain, 'disk died, backup of the night')).toEqual({ seq: 2, was: 5 })
  expect((await chain.seal()).linked).toBe(4)
  expect((await chain.seal(afresh())).broken).toBeNull()
  await chain.sealed([1])
  const { faults, notes } = await chain.check()
  expect([faults, notes]).toEqual([[], [expect.stringMatching(
    /^line 3 of the heads: at .* at no\. 2, .* reached no\. 5, because: disk died, backup of the night$/)]])
})

test('what the last head does not agree with stops the sealing, each by its name', async () => {
  const cases: [string, (chain: Audited) => Promise<unknown>, string][] = [
    ['another hash', (chain) => chain.asOwner((tx) => sql`update kernel.audit_links
      set hash = 'x' where chain_id = ${chain.chain_id} and seq = 3`.execute(tx)), 'rewritten'],
    ['nonsense at the end', (chain) => appendFile(chain.file, 'nonsense\n'), 'forged'],
    ['an old head again', async (chain) => {
      await appendFile(chain.file, `${(await linesOf(chain))[0]!}\n`)
    }, 'forged'],
    ['a file that shrank', (chain) => truncate(chain.file, 10), 'heads_cut'],
    ['a file that is gone', (chain) => rename(chain.file, `${chain.file}.old`), 'heads_cut'],
  ]
  for (const [name, change, broken] of cases) {
    const chain = await house.chain()
    await chain.sealed([2, 1])
    await change(chain)
    await chain.act()
    expect.soft([name, await chain.seal(), (await stateOf(chain)).broken])
      .toEqual([name, { linked: 0, broken, caught_up: null }, broken])
    await accept(chain, 'looked into')
    expect.soft([name, (await chain.seal()).linked]).toEqual([name, 1])
  }
})

test('a server with its own folder signs what others sealed, and says that it was not there', async () => {
  const chain = await house.chain()
  await chain.sealed([1, 1, 1, 1])
  const elsewhere = openHeads(join(house.folder, 'elsewhere'), Buffer.alloc(32, 7).toString('base64url'))
  expect(await chain.seal(elsewhere)).toEqual({ linked: 0, broken: null, caught_up: { from: 0, to: 4 } })
  await chain.act()
  expect(await chain.seal(elsewhere)).toEqual({ linked: 1, broken: null, caught_up: null })
  expect(await chain.seal()).toEqual({ linked: 0, broken: null, caught_up: null })
})

test('heads that another key signed are not ours', async () => {
  const chain = await house.chain()
  await chain.sealed([1])
  const foreign = openHeads(house.folder, Buffer.alloc(32, 8).toString('base64url'))
  expect((await chain.seal(foreign)).broken).toBe('forged')
})

test('a folder that cannot be written stops the sealing until it can, and loses nothing', async () => {
  const chain = await house.chain()
  await writeFile(join(house.folder, 'a-file'), '')
  const nowhere = openHeads(join(house.folder, 'a-file'), Buffer.alloc(32, 7).toString('base64url'))
  await chain.act(2)
  await expect(chain.seal(nowhere)).rejects.toThrow('ENOTDIR')
  const state = await chain.within((tx) => readSealState(tx, chain.chain_id, nowhere))
  expect(state).toMatchObject({ broken: 'heads_unreadable', head_seq: null })
  await chain.act()
  await chain.seal()
  expect(await stateOf(chain)).toMatchObject({ sealed_seq: 3, waiting: 0, broken: null })
})

test('whatever comes in between, in the end each row has one link and nothing is found', { timeout: 60_000 },
  async () => {
    const step = fc.oneof(fc.constant('act'), fc.constant('open'), fc.constant('commit'), fc.constant('seal'))
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const chain = await house.chain(), open: ReturnType<typeof openAct>[] = []
      let acts = 0
      for (const name of steps) {
        if (name === 'seal') await chain.seal()
        if (name === 'act') await chain.act()
        if (name === 'commit') await open.shift()?.commit()
        const opens = name === 'open' && open.length < 4
        if (opens) await open[open.push(openAct(chain)) - 1]!.recorded
        acts += opens || name === 'act' ? 1 : 0
      }
      for (const late of open) await late.commit()
      await chain.seal()
      const { sealed_seq, waiting } = await stateOf(chain)
      expect([sealed_seq, waiting, await chain.told()]).toEqual([acts, 0, []])
    }), { numRuns: 15 })
  })
