import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '#contract/contract.ts'
import type { FreshDatabase } from '#test/database.ts'
import { fixtureFaults, fixtures, nameOf } from '#test/isolation/fixtures.ts'
import { openGround } from '#test/isolation/ground.ts'
import type { Ground } from '#test/isolation/ground.ts'
import { deniesOthers, hidesWhatOthersHave, keepsOnTheirWord, worksForWhoMay } from '#test/isolation/walk.ts'
import { freshDatabase } from '#test/world.ts'

let database: FreshDatabase, ground: Ground
beforeAll(async () => {
  database = await freshDatabase()
  ground = await openGround(database)
})
afterAll(async () => {
  await ground?.close()
  await database.drop()
})

/** Whole sentences where there are any: a list that is cut short names nobody. */
const none = (faults: readonly string[]) => { if (faults.length > 0) expect.fail(faults.join('\n')) }

test('every endpoint of the contract is walked to, with each of its ids', () => {
  none(fixtureFaults(endpoints))
})

describe.each(fixtures.map((fixture) => ({ fixture, name: nameOf(fixture.endpoint) })))('$name', ({ fixture }) => {
  test('works for everybody who may, and tells nothing of others', async () => {
    none(await worksForWhoMay(ground, fixture))
  })
  test('is closed to everybody else, which is on record', async () => {
    none(await deniesOthers(ground, fixture))
  })
  test('hides what others have as if nobody had it', async () => {
    none(await hidesWhatOthersHave(ground, fixture))
  })
  test('keeps what it is told alike, whoever else has it', async () => {
    none(await keepsOnTheirWord(ground, fixture))
  })
})
