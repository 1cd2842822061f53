import { readFile } from 'node:fs/promises'
import { auditVerbs } from '#contract/audit.ts'
import { auditEn } from '#contract/texts/audit.en.ts'
import { auditZh } from '#contract/texts/audit.zh.ts'
import { auditedHouse } from '#test/audited.ts'
import { afterAll, expect, test } from 'vitest'
import { readAudit } from './audit.ts'
import { outsideChains, sql } from './db.ts'
import { newId } from './ids.ts'

const house = await auditedHouse()
afterAll(() => house.close())

test('an act belongs to the store it names, to the one in its detail, or to the chain', async () => {
  const chain = await house.chain(), [here, there] = [newId(), newId()]
  await chain.act(1, { detail: { store_id: here } })
  await chain.act(1, { detail: { store_id: here }, store_id: there })
  await chain.act(1, { detail: { store_id: here }, store_id: null })
  await chain.act(1, { detail: {} })
  const acts = await chain.within((tx) => readAudit(tx, chain.chain_id, { limit: 9 }))
  expect(acts.map(({ store_id }) => store_id).toReversed()).toEqual([here, there, null, null])
  const reach = { limit: 9, stores: [here, newId()] }
  const found = await chain.within((tx) => readAudit(tx, chain.chain_id, reach))
  expect(found.map(({ store_id }) => store_id)).toEqual([here])
})

test('acts of one chain are nothing to another', async () => {
  const [one, other] = [await house.chain(), await house.chain()]
  await one.sealed([2])
  expect(await other.within((tx) => readAudit(tx, one.chain_id, { limit: 9 }))).toEqual([])
  expect((await other.seal()).linked).toBe(0)
})

test('the application can neither change nor take away what is on record, nor its links', async () => {
  const chain = await house.chain()
  await chain.sealed([1])
  for (const table of ['kernel.audit', 'kernel.audit_links'] as const) {
    const deeds = [`update ${table} set chain_id = chain_id`, `delete from ${table}`, `truncate ${table}`]
    for (const deed of deeds)
      await expect(chain.within((tx) => sql.raw(deed).execute(tx)), deed).rejects.toThrow('permission denied')
  }
})

test('what was recorded before stores were columns is given its store', async () => {
  const chain = await house.chain(), here = newId()
  await outsideChains(house.db, (tx) => sql`insert into kernel.directory (kind, value, chain_id)
    values ('chain_code', 'old', ${chain.chain_id})`.execute(tx))
  for (const store_id of [here, 'no id', null, undefined])
    await chain.act(1, { detail: { store_id }, store_id: null })
  const migration = new URL('../../db/migrations/0010_audit_chain.sql', import.meta.url)
  const [filling] = /^do \$\$.*?^end \$\$;/ms.exec(await readFile(migration, 'utf8'))!
  await outsideChains(house.owner_db, (tx) => sql.raw(filling).execute(tx))
  const acts = await chain.within((tx) => readAudit(tx, chain.chain_id, { limit: 9 }))
  expect(acts.map(({ store_id }) => store_id).toReversed()).toEqual([here, null, null, null])
})

test('every verb stands once in the list, and its names are words', () => {
  expect(new Set(auditVerbs).size).toBe(auditVerbs.length)
  for (const verb of auditVerbs) {
    expect.soft(auditZh.verbs[verb], verb).toMatch(/\p{Script=Han}/u)
    expect.soft(auditEn.verbs[verb], verb).toMatch(/^[A-Z][^.]+$/)
  }
})
