import { afterAll, expect, test } from 'vitest'
import { inChain, outsideChains } from '#kernel/db.ts'
import { makeChain, readSystemWho } from '#modules/org/org.ts'
import { freshDatabase, makeWorld, noon } from '#test/world.ts'
import { setSandboxClock } from './clock.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
afterAll(() => fresh.drop())

test('a sandbox chain lives at the moment it was set to, and time goes on there', async () => {
  const at = new Date('2031-02-28T23:59:00+08:00')
  await setSandboxClock(world.db, world.master, { code: world.code, at })
  const { now } = await inChain(
    world.db, world.chain_id, (tx) => readSystemWho(tx, world.master, world.chain_id),
  )
  expect(now.getTime() - at.getTime()).toBeGreaterThanOrEqual(0)
  expect(now.getTime() - at.getTime()).toBeLessThan(10_000)
})

test('the clock of a chain that trades is never moved, and an unknown chain is named', async () => {
  const { chain_id } = await outsideChains(world.db, (tx) => makeChain(tx, world.master, {
    code: 'trading', name: '真的', now: noon, owner: {
      name: '甲', phone: '13700000001', password: 'long enough',
    },
    store: { code: 'A', name: '一店', ownership: 'direct', tills: 1 },
  }))
  await expect(
    setSandboxClock(world.db, world.master, { code: 'trading', at: noon }),
  ).rejects.toThrow('clock_not_sandbox')
  await expect(
    setSandboxClock(world.db, world.master, { code: 'nowhere', at: noon }),
  ).rejects.toThrow('chain_unknown')
  const { now } = await inChain(world.db, chain_id, (tx) => readSystemWho(tx, world.master, chain_id))
  expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(10_000)
})
