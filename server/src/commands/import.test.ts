import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { Failure } from '#kernel/failure.ts'
import { loadSecrets } from '#kernel/secrets.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { GoodsReport } from '#modules/intake/intake.ts'
import type { CommandContext } from './command.ts'
import { masterOf } from './database.ts'
import { importCommand } from './import.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
const data_dir = mkdtempSync(join(tmpdir(), 'shuke-import-'))
const fixture = fileURLToPath(new URL('../../test/fixtures/goods.csv', import.meta.url))

beforeAll(async () => {
  database = await freshDatabase()
  await makeWorld(database.db, { master: masterOf(loadSecrets(data_dir)) })
})
afterEach(() => { vi.restoreAllMocks(); process.exitCode = undefined })
afterAll(async () => {
  await database?.drop()
  rmSync(data_dir, { recursive: true })
})

const written = (name: string, text: string): string => {
  const path = join(data_dir, name)
  writeFileSync(path, text)
  return path
}

/** Runs the command as the table of verbs does, and hands back what it told. */
type Told = { report: GoodsReport, lines: readonly string[] }
async function run(...args: string[]): Promise<Told & { exit: unknown }> {
  const told: Told[] = []
  const context: CommandContext = {
    environment: {
      port: 0, host: '127.0.0.1', database_url: database.app_url, database_owner_url: database.owner_url,
      data_dir, log_level: 'warn', language: 'en',
    },
    tell: (report, lines) => { told.push({ report: report as GoodsReport, lines }) },
  }
  await importCommand.run(args, context)
  expect(told).toHaveLength(1)
  return { ...told[0]!, exit: process.exitCode }
}
const here = ['--chain', 'shisui', '--store', 'GH']

test('a dry run, an import and a second one each say in words what became of every row', async () => {
  const rehearsed = await run('goods', fixture, ...here, '--dry-run')
  expect(rehearsed.lines).toContain('This was a dry run: nothing was written.')
  const { lines, exit } = await run('goods', fixture, ...here)
  expect(lines.slice(0, 4)).toEqual([
    'goods.csv → 拾穗巷 · 桂花路店', 'Sheet "goods", headings in row 3',
    '5 new, 0 changed, 0 unchanged, 3 refused',
    'Stock booked for 4 articles; 71.625 in the file, worth 126.45 yuan at cost'
      + ' and 191.175 yuan at list price',
  ])
  expect(lines).toContain('Rows that did not enter (3):')
  expect(lines).toContain('  row 10 白酒礼盒: the price -128 is below zero')
  const plain = '8997788998623 is no valid EAN: it is kept as a plain code and scans all the same'
  expect(lines).toContain(`  row 8 TEST: ${plain}; the cost is 0; this looks like a test: take it off sale`
    + ' unless it is sold')
  expect(lines).toContain('Columns not used, because articles have no place for them: 序号')
  expect(exit).toBeUndefined()

  const again = await run('goods', fixture, ...here, '--lang', 'zh')
  expect(again.lines).toContain('新增 0，更改 0，未变 5，未进 3')
  expect(again.lines).toContain('  第 10 行 白酒礼盒：销售价 -128 小于零')
  expect(again.lines.join('\n')).not.toMatch(/[{}]/)
  expect(again.report).toMatchObject({ new: 0, unchanged: 5, stocked: 0, dry_run: false })
})

test('a file of which nothing enters leaves with 1', async () => {
  const { lines, exit } = await run('goods', written('none.csv', '名称,售价\n,1\n'), ...here)
  expect(lines).toContain('No article entered.')
  expect(exit).toBe(1)
})

test('a long list is cut, and says so', async () => {
  const rows = Array.from({ length: 130 }, (_, at) => `第${at}种,,${at < 30 ? 5 : '面议'}`)
  const path = written('long.csv', ['名称,条码,售价', ...rows].join('\n'))
  const { lines, report } = await run('goods', path, ...here)
  expect(report.refused).toHaveLength(100)
  expect(report.notes).toHaveLength(30)
  expect(lines.filter((line) => line.startsWith('  row'))).toHaveLength(120)
  expect(lines).toContain('  10 more are not listed here; --json lists them all')
})

test('what a file brings cannot break a line or drive the terminal', async () => {
  const path = written('odd.csv', '名称,售价,"备\n注\u001b[2J"\n"红\u001b[31m\n酒","面\n议",1\n白酒,2,1\n')
  const { lines, report } = await run('goods', path, ...here)
  expect([report.refused.length, report.new]).toEqual([1, 1])
  expect(lines.filter((line) => /\p{Cc}/u.test(line))).toEqual([])
  expect(lines).toContain('  row 2 红 [31m 酒: the price "面 议" is no number')
})

test('every failure is one sentence', async () => {
  const text = written('text.csv', '货架,层\n1,2\n')
  const cases: [string[], string][] = [
    [[], 'shuke import wants "goods FILE --chain CODE": see shuke import --help.'],
    [['goods', fixture], 'shuke import wants "goods FILE --chain CODE": see shuke import --help.'],
    [['members', fixture, ...here], 'shuke import wants "goods FILE --chain CODE": see shuke import --help.'],
    [['goods', fixture, ...here, '--lang', 'fr'], '--lang is zh or en.'],
    [['goods', join(data_dir, 'absent.xlsx'), ...here], `There is no file ${join(data_dir, 'absent.xlsx')}.`],
    [['goods', data_dir, ...here, '--lang', 'zh'], `${data_dir} 不是文件。`],
    [['goods', text, ...here], 'No header row recognised: at least name and price columns are needed.'],
    [['goods', text, ...here, '--lang', 'zh'], '没有认出表头，至少要有「名称」和「销售价」两列。'],
    [['goods', written('empty.csv', ''), ...here], 'The file is empty.'],
    [['goods', fixture, '--chain', 'nobody'], 'No chain has the code nobody.'],
    [['goods', fixture, '--chain', 'shisui'],
      'Chain shisui has several stores (GH, JY): say with --store where the stock lies.'],
    [['goods', fixture, '--chain', 'shisui', '--store', 'X'], 'Chain shisui has no store X; it has GH, JY.'],
  ]
  for (const [args, sentence] of cases) {
    const failure: unknown = await run(...args).catch((error: unknown) => error)
    expect([args.slice(0, 4), failure]).toEqual([args.slice(0, 4), new Failure(sentence)])
  }
})
