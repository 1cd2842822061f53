import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { impersonal, retention } from './retention.ts'
import type { Kept } from './retention.ts'

const schema = readFileSync(new URL('../server/db/schema.sql', import.meta.url), 'utf8')
const types = 'uuid|text|bytea|boolean|timestamp|integer|bigint|date|jsonb|inet|numeric'

/** Every table with its columns, out of the committed schema. */
const tables = new Map(schema.split(/\n(?=table )/).flatMap((part) => {
  const [, name] = /^table (\S+)/.exec(part) ?? []
  const columns = [...part.matchAll(new RegExp(`^  (\\w+) +(?:${types})`, 'gm'))].map(([, column]) => column!)
  return name === undefined ? [] : [[name, columns] as const]
}))

/** What a column is called that may say something about a member, a person at work, or their device. */
const telling = new RegExp([
  'phone', '(^|_)sealed$', 'masked', 'fingerprint', '_hash$', '^(device|address|birthday|gender|note)$',
  '^(name|name_key|pinyin|initials|gram|spelling)$', '_name$',
  '^(value|key|data|answer|about|reference|ref)$',
  '^(member|staff|cashier|operator|principal|browser|owner)_id$',
].join('|'))

test('the schema is read: tables and columns are found in it', () => {
  expect(tables.size).toBeGreaterThan(40)
  expect(tables.get('members.profiles')).toContain('phone_sealed')
})

test('every table that says something about a person has its line', () => {
  const without = [...tables].filter(([name]) => !(name in retention) && !(name in impersonal))
    .map(([name, columns]) => [name, columns.filter((column) => telling.test(column))] as const)
    .filter(([, columns]) => columns.length > 0)
  expect(without, 'say in contract/retention.ts how long this is kept, or why it is nobody\'s').toEqual([])
})

test('a line names every telling column of its table, and none that is not there', () => {
  for (const [name, kept] of Object.entries<Kept>(retention)) {
    const columns = tables.get(name)
    expect(columns, `${name} is a table`).toBeDefined()
    expect(columns, name).toEqual(expect.arrayContaining([...kept.personal]))
    const plain = /phone|(^|_)sealed$|masked|fingerprint|^device$|birthday/
    expect(kept.personal, name).toEqual(expect.arrayContaining(columns!.filter((one) => plain.test(one))))
  }
  for (const name of Object.keys(impersonal)) {
    expect(tables.has(name), `${name} is a table`).toBe(true)
    expect(name in retention, `${name} stands in one list only`).toBe(false)
  }
})
