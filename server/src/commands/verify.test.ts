import { outsideChains, sql } from '#kernel/db.ts'
import { auditedHouse } from '#test/audited.ts'
import { makeWorld } from '#test/world.ts'
import { afterAll, expect, test } from 'vitest'
import { sealChain } from '#kernel/audit-sealer.ts'
import { verifyChains } from './verify.ts'
import { acceptRestored } from './verify-accept.ts'

const house = await auditedHouse()
const world = await makeWorld(house.db)
const { heads } = await house.chain()
afterAll(() => house.close())

const seal = () => sealChain(house.db, heads, world.chain_id)
const checked = async () => (await verifyChains(house.db, heads, { code: world.code, noted: null }))[0]!
async function accept(values: { chain?: string; reason?: string }): Promise<string[]> {
  const said: string[] = []
  const tell = (_: unknown, lines: readonly string[]): void => { said.push(...lines) }
  await acceptRestored({ db: house.db, master: world.master, heads, tell }, values)
  return said
}

test('a sound chain has no fault, and verify says how far its audit is sealed', async () => {
  const { linked } = await seal()
  expect(await checked()).toMatchObject({ chain: 'shisui', faults: [], notes: [], audit: { seq: linked } })
  const nowhere = { code: 'nowhere', noted: null }
  await expect(verifyChains(house.db, heads, nowhere)).rejects.toThrow('chain_unknown')
})

test('a restored backup is told until it is accepted, and as a note for ever after', async () => {
  await expect(accept({ chain: world.code, reason: 'why not' })).rejects.toThrow('audit_not_broken')
  await expect(accept({ chain: world.code })).rejects.toThrow('--accept-restore wants --chain CODE')
  await expect(accept({ chain: 'nowhere', reason: 'why not' })).rejects.toThrow('chain_unknown')

  const reached = (await checked()).audit!.seq
  await outsideChains(house.owner_db, async (tx) => {
    await sql`select set_config('app.chain_id', ${world.chain_id}, true)`.execute(tx)
    await sql`delete from kernel.audit where id in (
      select audit_id from kernel.audit_links where seq > 3)`.execute(tx)
    await sql`delete from kernel.audit_links where seq > 3`.execute(tx)
  })
  expect((await checked()).faults).toMatchObject([{ what: 'end of the audit chain', found: 'cut off' }])
  expect((await seal()).broken).toBe('cut')

  expect(await accept({ chain: world.code, reason: ' backup of the night ' })).toEqual([
    `shisui: the audit goes on from no. 3; it had reached no. ${reached}. Every later verify tells of it.`])
  expect(await seal()).toMatchObject({ linked: 1, broken: null })
  const { faults, notes, audit } = await checked()
  expect([faults, audit!.seq]).toEqual([[], 4])
  expect(notes).toEqual([expect.stringMatching(/ because: backup of the night$/)])
})
