import { runFuzz } from '#test/fuzz.ts'
import { freshDatabase } from '#test/world.ts'
import { afterAll, expect, test } from 'vitest'

const database = await freshDatabase()
afterAll(() => database.drop())

test('try', { timeout: 300_000 }, async () => {
  const from = Date.now()
  const r = await runFuzz(database, {
    seed: Number(process.env['FUZZ_SEED'] ?? 20260516), shots: Number(process.env['FUZZ_SHOTS'] ?? 60), wired: 12, only: process.env['FUZZ_ONLY'] ?? null,
    most_ms: 20_000, report: (l) => console.log(Date.now() - from, l),
  })
  for (const f of r.faults) console.log('\n########' + f)
  console.log(r.faults.length, { ...r, faults: [] })
  expect(r.faults.length).toBe(0)
})
