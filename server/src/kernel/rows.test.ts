import { freshDatabase } from '#test/database.ts'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { outsideChains, sql } from './db.ts'
import { newId } from './ids.ts'
import { insertRows, unnested } from './rows.ts'
import type { Columns } from './rows.ts'

const fresh = await freshDatabase()
afterAll(() => fresh.drop())

type Kept = {
  id: string; said: string | null; amount: number | null; place: number | null; good: boolean | null
  at: Date | null
  on_day: string | null; data: unknown; cells: number[] | null; words: string[] | null; sealed: Buffer | null
}
const columns: Columns<Kept> = {
  id: 'uuid', said: 'text', amount: 'int8', place: 'int4', good: 'bool', at: 'timestamptz', on_day: 'date',
  data: 'jsonb',
  cells: 'int8[]', words: 'text[]', sealed: 'bytea',
}
const empty: Omit<Kept, 'id'> = {
  said: null, amount: null, place: null, good: null, at: null, on_day: null, data: null, cells: null,
  words: null, sealed: null,
}

/** What comes back of rows that were inserted, in the order of their ids. */
async function kept(rows: readonly Kept[]): Promise<Kept[]> {
  return await outsideChains(fresh.db, async (tx) => {
    await sql`create temp table kept (id uuid, said text, amount int8, place int4, good bool, at timestamptz,
      on_day date, data jsonb, cells int8[], words text[], sealed bytea) on commit drop`.execute(tx)
    await insertRows(tx, { table: 'kept', columns }, rows)
    return (await sql<Kept>`select * from kept order by id`.execute(tx)).rows
  })
}

test('every kind of column comes back as it went in, beside one that is all null', async () => {
  const rows: Kept[] = [
    { id: newId(), said: '王秀兰说:"好" \\ \'是\' {a,b} 👨‍👩‍👧‍👦\n\t', amount: Number.MAX_SAFE_INTEGER,
      place: -7, good: false,
      at: new Date('2028-02-29T23:59:59.999Z'), on_day: '2028-02-29',
      data: { 'a "b"': [1, null, { c: '\\\n🍚' }], d: 0.5 },
      cells: [0, -1, Number.MIN_SAFE_INTEGER],
      words: ['', ' ', 'null', 'NULL', '"', '\\', '{}', ',', '\n\r\t', "'", '🍚', '米,饭'],
      sealed: Buffer.from([0, 1, 0x5c, 0x27, 0xff]) },
    { id: newId(), ...empty },
    { id: newId(), said: '', amount: 0, place: 0, good: true, at: new Date(0), on_day: '1970-01-01',
      data: '🍚 "text"',
      cells: [], words: [], sealed: Buffer.alloc(0) },
    { id: newId(), ...empty, data: [], cells: [42], words: ['一'] },
  ]
  expect(await kept(rows)).toEqual(rows)
})

test('json that is nothing is no json, not the word null; a missing field is null', async () => {
  const { said: _, ...missing } = empty
  const [row] = await outsideChains(fresh.db, async (tx) => (await sql<{ none: boolean; said: boolean }>`
    select data is null as none, said is null as said
      from ${unnested(columns, [{ id: newId(), ...missing } as Kept], 'r')}`
    .execute(tx)).rows)
  expect(row).toEqual({ none: true, said: true })
})

test('whatever people write comes back letter for letter', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((given) => given.replaceAll('\0', ''))
  const row = fc.record({
    said: text, words: fc.array(text, { maxLength: 4 }), data: fc.dictionary(text, text, { maxKeys: 3 }),
    cells: fc.array(fc.maxSafeInteger(), { maxLength: 4 }),
  })
  await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (given) => {
    const rows = given.map((one) => ({ id: newId(), ...empty, ...one, data: { ...one.data } as unknown }))
    expect(await kept(rows)).toEqual(rows)
  }), { numRuns: 100 })
})

test('one row or a thousand are one statement with one text, and none are none', async () => {
  const text = (rows: readonly Kept[]) =>
    sql`select 1 from ${unnested(columns, rows, 'r')}`.compile(fresh.db.kysely).sql
  const row = (): Kept => ({ id: newId(), ...empty })
  expect(text([row()])).toBe(text(Array.from({ length: 1000 }, row)))
  expect(await kept(Array.from({ length: 1000 }, row))).toHaveLength(1000)
  expect(await kept([])).toEqual([])
})

test('rows that are there already are left, where the statement says so', async () => {
  const rows = await outsideChains(fresh.db, async (tx) => {
    await sql`create temp table once_kept (id uuid primary key, amount int8) on commit drop`.execute(tx)
    const into = { table: 'once_kept', columns: { id: 'uuid', amount: 'int8' },
      conflict: 'on conflict do nothing' } as const
    const id = newId()
    await insertRows(tx, into, [{ id, amount: 1 }])
    await insertRows(tx, into, [{ id, amount: 2 }, { id: newId(), amount: 3 }])
    return (await sql<{ amount: number }>`select amount from once_kept order by amount`.execute(tx)).rows
  })
  expect(rows).toEqual([{ amount: 1 }, { amount: 3 }])
})
