import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { schema_file, schemaFaults, schemaText } from '../../tools/schema.ts'
import { freshDatabase } from './database.ts'

const database = await freshDatabase()
const client = new pg.Client({ connectionString: database.owner_url })
await client.connect()
afterAll(async () => {
  await client.end()
  await database.drop()
})

test('the committed schema.sql is what the migrations make', async () => {
  expect(await schemaText(client), 'write it anew with npm run schema')
    .toBe(await readFile(schema_file, 'utf8'))
})

test('every table is fenced, keyed by its chain, and free of what a spread database cannot hold',
  async () => {
    expect(await schemaFaults(client)).toEqual([])
  })
