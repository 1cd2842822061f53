import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { auditedHouse } from '#test/audited.ts'
import type { Audited } from '#test/audited.ts'
import { afterAll, expect, test } from 'vitest'
import { hashOfLink } from './audit-chain.ts'
import { selectLinks } from './audit-store.ts'
import { sql } from './db.ts'
import { newId } from './ids.ts'

// The owner of the tables does to the audit what nobody should: each deed is found, and named for what it is.
const house = await auditedHouse()
afterAll(() => house.close())

async function sealedChain(): Promise<Audited> {
  const chain = await house.chain()
  await chain.sealed([3, 4, 3])
  return chain
}

const forged = (line: number) =>
  `signed head line ${line} should be signed by this installation, and is forged`
const linesOf = async ({ file }: Audited): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\n').slice(0, -1)

test('a chain that nobody touched has no fault, and tells how far it is sealed', async () => {
  const chain = await sealedChain()
  const { faults, notes, end } = await chain.check()
  expect([faults, notes, end?.seq]).toEqual([[], [], 10])
  expect(await chain.told({ seq: 10, hash: end!.hash })).toEqual([])
})

test('an altered row is named, whatever of it was altered', async () => {
  const changes = [
    sql`verb = 'goods.delete'`, sql`at = at + interval '1 microsecond'`,
    sql`detail = detail || '{"after": 2}'`, sql`ref = null`, sql`device = '10.0.0.8'`,
    sql`store_id = ${newId()}`, sql`principal_id = ${newId()}`, sql`principal_kind = 'system'`,
  ]
  for (const change of changes) {
    const chain = await sealedChain(), id = await chain.rowAt(4)
    await chain.asOwner((tx) => sql`update kernel.audit set ${change} where id = ${id}`.execute(tx))
    expect.soft(await chain.told())
      .toEqual([`audit row ${id} should be as it was sealed under no. 4, and is altered`])
  }
})

test('a deleted row is named: with its link left, and with its link gone too', async () => {
  const chain = await sealedChain(), [one, other] = [await chain.rowAt(4), await chain.rowAt(6)]
  await chain.asOwner((tx) => sql`delete from kernel.audit
    where id = any(${[one, other]}::uuid[])`.execute(tx))
  await chain.asOwner((tx) => sql`delete from kernel.audit_links where audit_id = ${other}`.execute(tx))
  expect(await chain.told()).toEqual([
    'audit row no. 6 should be there with its link, and is deleted, row and link',
    `audit row ${one} should be there, as it was sealed under no. 4, and is deleted`,
  ])
})

test('a row whose link alone was deleted is told from one that is gone', async () => {
  const chain = await sealedChain(), id = await chain.rowAt(6)
  await chain.asOwner((tx) => sql`delete from kernel.audit_links where audit_id = ${id}`.execute(tx))
  expect(await chain.told()).toEqual([
    `audit row ${id} should be linked as no. 6, and is without its link: it was deleted`,
  ])
})

test('two rows that changed places are named as a pair: their words, their links, or both', async () => {
  const words = (chain: Audited, one: string, other: string) => chain.asOwner((tx) => sql`
    update kernel.audit a set detail = b.detail, ref = b.ref, at = b.at from kernel.audit b
     where a.id = any(array[${one}, ${other}]::uuid[]) and b.id = any(array[${one}, ${other}]::uuid[])
       and a.id <> b.id`.execute(tx))
  const targets = (chain: Audited, one: string, other: string) => chain.asOwner(async (tx) => {
    const put = (from: string, to: string) =>
      sql`update kernel.audit_links set audit_id = ${to} where audit_id = ${from}`.execute(tx)
    const aside = newId()
    await put(one, aside)
    await put(other, one)
    await put(aside, other)
  })
  const links = (chain: Audited, one: string, other: string) => chain.asOwner(async (tx) => {
    const at = async (id: string) => (await sql<{ seq: number }>`
      select seq from kernel.audit_links where audit_id = ${id}`.execute(tx)).rows[0]!.seq
    const put = (from: number, to: number) =>
      sql`update kernel.audit_links set seq = ${to} where seq = ${from}`.execute(tx)
    const [first, second] = [await at(one), await at(other)]
    await put(first, 9_999)
    await put(second, first)
    await put(9_999, second)
  })
  for (const [name, swap, swapped] of [
    ['words', words, false], ['targets', targets, true], ['links', links, true],
  ] as const) for (const [from, to] of [[4, 6], [5, 6]] as const) {
    const chain = await sealedChain(), one = await chain.rowAt(from), other = await chain.rowAt(to)
    await swap(chain, one, other)
    const [first, second] = swapped ? [other, one] : [one, other]
    expect.soft(await chain.told(), `${name} of no. ${from} and ${to}`).toEqual([
      `audit row ${first} should be as it was sealed under no. ${from}, and is swapped with ${second}`
        + ` under no. ${to}`,
    ])
  }
})

test('a tail cut off is found by the last head', async () => {
  const chain = await sealedChain(), [, second] = await linesOf(chain)
  await cutAfter(chain, 5)
  const at = JSON.parse((await linesOf(chain))[2]!) as { at: string }
  expect(await chain.told()).toEqual([
    `end of the audit chain after no. 5 should be there up to no. 10, as the head signed at ${at.at} says,`
      + ' and is cut off',
  ])
  expect(JSON.parse(second!)).toMatchObject({ seq: 7, from: 3 })
})

test('a tail cut off with its heads is whole in itself: only a head noted elsewhere tells', async () => {
  const chain = await sealedChain(), { end } = await chain.check()
  await cutAfter(chain, 7)
  await writeFile(chain.file, (await linesOf(chain)).slice(0, 2).map((line) => `${line}\n`))
  expect(await chain.told()).toEqual([])
  expect((await chain.check()).end!.seq).toBe(7)
  expect(await chain.told({ seq: end!.seq, hash: end!.hash })).toEqual([
    'end of the audit chain after no. 7 should be there up to no. 10, as the head noted elsewhere says,'
      + ' and is cut off',
  ])
})

test('heads cut off alone are missed: a chain is never so far ahead of its file', async () => {
  const chain = await house.chain()
  await chain.sealed([1, 1, 1, 1])
  await writeFile(chain.file, `${(await linesOf(chain))[0]!}\n`)
  expect(await chain.told()).toEqual([
    'end of the heads before no. 4 should be at no. 4, and is 3 batches short: its last lines were cut off,'
      + ' or only another server sealed',
  ])
})

test('a row slipped in later is named: without a link, and with one that was made for it', async () => {
  const chain = await sealedChain(), model = await chain.rowAt(1)
  const hours_ago = newId(Date.now() - 3 * 3_600_000), days_ago = newId(Date.now() - 72 * 3_600_000)
  await chain.asOwner((tx) => sql`insert into kernel.audit
    select (jsonb_populate_record(a, jsonb_build_object('id', n.id))).*
      from kernel.audit a, unnest(array[${hours_ago}, ${days_ago}]::uuid[]) as n(id)
     where a.id = ${model}`.execute(tx))
  // The sealer leaves alone what it should have seen long ago.
  expect((await chain.seal()).linked).toBe(0)
  const told = await chain.told()
  expect(told.map((one) => one.split(' should')[0]))
    .toEqual([`audit row ${days_ago}`, `audit row ${hours_ago}`])
  expect(told[0]).toMatch(/and is without a link: slipped in later, or its link was deleted$/)

  await linkByHand(chain, hours_ago)
  const late = (await chain.told()).find((one) => one.includes(hours_ago))
  expect(late).toMatch(/should be linked soon after .* and is slipped in later as no\. 11, at /)
})

test('a chain rewritten from the middle on holds in itself, and the heads catch it', async () => {
  const chain = await sealedChain(), id = await chain.rowAt(5)
  await chain.asOwner((tx) => sql`update kernel.audit set ref = 'nobody' where id = ${id}`.execute(tx))
  await rewriteFrom(chain, 5)
  const { at } = JSON.parse((await linesOf(chain))[1]!) as { at: string }
  expect(await chain.told()).toEqual([
    `audit chain from no. 4 to no. 7 should be as the head signed at ${at} says, and is rewritten`,
  ])
})

test('a single link that was rewritten is told from its row', async () => {
  const chain = await sealedChain(), id = await chain.rowAt(5)
  await chain.asOwner((tx) => sql`update kernel.audit_links
    set hash = ${'A'.repeat(43)} where audit_id = ${id}`.execute(tx))
  expect(await chain.told()).toEqual([
    `audit link no. 5 should be what row ${id} and the link before make, and is rewritten`,
  ])
})

test('forged heads are named by their line: not signed by us, altered, moved, taken out', async () => {
  const moved = (line: number, from: number, after: number) =>
    `signed head line ${line} should be the head after no. ${from}, and is after no. ${after}:`
      + ' lines were taken out or moved'
  const cases: [string, (lines: string[]) => string[], string[]][] = [
    ['nonsense', (lines) => [...lines, 'hello'], [forged(4)]],
    ['another number', ([one, two, three]) => [one!, two!.replace('"seq":7', '"seq":8'), three!],
      [forged(2), moved(3, 7, 3)]],
    ['an old line again', (lines) => [...lines, lines[0]!], [moved(4, 0, 10)]],
    ['a line taken out', ([one, , three]) => [one!, three!], [moved(2, 7, 3)]],
  ]
  for (const [name, change, expected] of cases) {
    const chain = await sealedChain()
    await writeFile(chain.file, change(await linesOf(chain)).map((line) => `${line}\n`))
    expect.soft(await chain.told(), name).toEqual(expected)
  }
})

test('a head of another chain, or of another installation, is not one of this chain', async () => {
  const chain = await sealedChain(), other = await sealedChain()
  await appendFile(chain.file, `${(await linesOf(other)).at(-1)!}\n`)
  expect(await chain.told()).toEqual([forged(4)])
})

test('a line that a kill cut short was never a head', async () => {
  const chain = await sealedChain()
  await appendFile(chain.file, '{"kind":"head","chain_id"')
  expect(await chain.told()).toEqual([])
  await chain.sealed([2])
  expect([await chain.told(), (await linesOf(chain)).length]).toEqual([[], 4])
})

/** Takes away what came later, rows and links. */
async function cutAfter(chain: Audited, seq: number): Promise<void> {
  await chain.asOwner((tx) => sql`delete from kernel.audit where id in (
    select audit_id from kernel.audit_links where seq > ${seq})`.execute(tx))
  await chain.asOwner((tx) => sql`delete from kernel.audit_links where seq > ${seq}`.execute(tx))
}

/** Makes every link anew from a number on, as whoever knows the rule can. */
async function rewriteFrom({ chain_id, asOwner }: Audited, seq: number): Promise<void> {
  await asOwner(async (tx) => {
    const links = await selectLinks(tx, chain_id, { after: seq - 2, limit: 1_000 })
    let before = links.shift()!.hash
    for (const link of links) {
      before = hashOfLink(chain_id, before, { ...link, row: link.row! })
      await sql`update kernel.audit_links set hash = ${before} where seq = ${link.seq}`.execute(tx)
    }
  })
}

/** Links a row at the end as the sealer would have done. */
async function linkByHand(chain: Audited, id: string): Promise<void> {
  const { chain_id, asOwner } = chain, { end } = await chain.check()
  await asOwner(async (tx) => {
    await sql`insert into kernel.audit_links (chain_id, seq, audit_id, sealed_at, hash)
      values (${chain_id}, ${end!.seq + 1}, ${id}, now(), '')`.execute(tx)
  })
  await rewriteFrom(chain, end!.seq + 1)
}
