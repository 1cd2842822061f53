import { expect, test } from 'vitest'
import { floorFaults } from './floors.ts'
import { inTree } from './test/tree.ts'

const modules = 'server/src/modules'
const inserts = 'sql`insert into sales.lines (id) values (1)`'

test('the project stands on its floors', () => {
  expect(floorFaults(process.cwd())).toEqual([])
})

test('a tree with every lawful import has no fault', () => {
  const files = {
    'contract/money.ts': `import * as z from 'zod/mini'\nexport const fen = z.int()`,
    'pricing/price.ts': `import type { Fen } from '#contract/money.ts'\nimport { split } from './split.ts'`,
    'pricing/split.ts': `export const split = 1`,
    'server/src/kernel/db.ts':
      `import pg from 'pg'\nimport { fen } from '#contract/money.ts'\nsql\`select 1 from kernel.notes\``,
    [`${modules}/ledger/ledger.ts`]: `import { tx } from '#kernel/db.ts'\nimport { post } from './store.ts'`,
    [`${modules}/ledger/store.ts`]: 'sql`select * from ledger.lots where kind = \'sales.settled\'`',
    [`${modules}/sales/sales.ts`]:
      `import { post } from '#modules/ledger/ledger.ts'\nimport { price } from '#pricing/price.ts'`,
    [`${modules}/sales/routes.ts`]:
      `import { settle } from './sales.ts'\nimport { route } from '#kernel/db.ts'`,
    [`${modules}/intake/intake.ts`]: `import { x } from '../sales/sales.ts'`,
    [`${modules}/insights/insights.ts`]: 'sql`select * from sales.lines join members.keys k on true`; '
      + 'sql`insert into insights.days select * from sales.lines`',
    'server/src/http/http.ts':
      `import { all } from '#modules/sales/routes.ts'\nimport { settle } from '#modules/sales/sales.ts'`,
    'server/src/main.ts':
      `import { serve } from './http/http.ts'\nimport { run } from './commands/verify.ts'`,
    'server/src/commands/verify.ts': `import { verify } from '#modules/ledger/ledger.ts'`,
    'server/test/world.ts': `import { store } from '#modules/ledger/store.ts'`,
    [`${modules}/sales/sales.test.ts`]:
      `import { world } from '#test/world.ts'\nimport { test } from 'vitest'`,
    'web/ui/button.tsx': `import { useState } from 'react'`,
    'web/admin/session.ts': `import { fen } from '#contract/money.ts'`,
    'web/admin/main.tsx': `import { Goods } from './goods/goods.tsx'`,
    'web/admin/goods/goods.tsx':
      `import { Table } from 'antd'\nimport { B } from '../../ui/button.tsx'\nimport '../session.ts'`,
    'tools/dev.ts': `import '../server/src/main.ts'`,
    'bench/settle.ts':
      `import { world } from '#test/world.ts'\nimport { settle } from '#modules/sales/sales.ts'`,
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'`,
  }
  expect(inTree(files, floorFaults)).toEqual([])
})

/** File, text of the file, the fault it must give. */
const unlawful: [string, string, string][] = [
  ['contract/a.ts', `import pg from 'pg'`, '1 imports pg, which is closed to it (contract imports zod only)'],
  ['contract/a.ts', `\n\nimport type { T } from '#kernel/db.ts'`,
    '3 imports server/src/kernel/db.ts, which is above it (contract'],
  ['contract/a.ts', `export * from '#pricing/p.ts'`, 'imports pricing/p.ts, which is above it'],
  ['pricing/a.ts', `import { fen } from '#contract/money.ts'`, 'pricing takes `import type` from contract'],
  ['pricing/a.ts', `import { type Fen } from '#contract/money.ts'`,
    'pricing takes `import type` from contract'],
  ['pricing/a.ts', `import { readFileSync } from 'node:fs'`, 'which is closed to it (pricing is pure'],
  ['pricing/a.ts', `import { db } from '#kernel/db.ts'`, 'above it (pricing imports contract only)'],
  ['server/src/kernel/a.ts', `import type { T } from '#modules/org/org.ts'`,
    'modules/org/org.ts, which is above it (import down only'],
  ['server/src/kernel/a.ts', `import { p } from '#pricing/p.ts'`, 'kernel imports kernel and contract only'],
  [`${modules}/ledger/ledger.ts`, `import { o } from '../org/org.ts'`,
    'modules/org/org.ts, which is beside it (import down only'],
  [`${modules}/points/points.ts`, `import { s } from '#modules/sales/sales.ts'`,
    'modules/sales/sales.ts, which is above it'],
  [`${modules}/points/points.ts`, `const s = await import('#modules/coupons/coupons.ts')`,
    'which is beside it'],
  [`${modules}/points/points.ts`, `export { s } from '#modules/coupons/coupons.ts'`, 'which is beside it'],
  [`${modules}/points/points.ts`, `type S = import('#modules/coupons/coupons.ts').S`, 'which is beside it'],
  [`${modules}/sales/sales.ts`, `import { s } from '#modules/ledger/store.ts'`,
    'closed to it (ledger is entered by its door ledger/ledger.ts)'],
  [`${modules}/sales/sales.ts`, `import { s } from '#modules/ledger/routes.ts'`,
    'ledger is entered by its door'],
  [`${modules}/sales/sales.ts`, `import { s } from '../../http/http.ts'`,
    'server/src/http/http.ts, which is above it'],
  [`${modules}/sales/sales.ts`, `import { s } from '#test/world.ts'`,
    'which is a test (nothing of the product leans on tests)'],
  [`${modules}/sales/sales.ts`, `import { s } from '../../../../tools/floors.ts'`,
    'tools/floors.ts, which is above it'],
  [`${modules}/luck/luck.ts`, ``, '1 stands on no floor'],
  ['server/src/settings.ts', ``, '1 stands on no floor'],
  ['server/src/http/http.ts', `import { s } from '#modules/ledger/store.ts'`,
    'ledger is entered by its door'],
  ['server/src/http/http.ts', `import '../main.ts'`, 'server/src/main.ts, which is above it'],
  ['server/src/commands/a.ts', `import { s } from '#modules/ledger/rules.ts'`,
    'ledger is entered by its door'],
  ['server/src/main.ts', `import { b } from '../../bench/bench.ts'`, 'bench/bench.ts, which is above it'],
  ['server/src/main.ts', `import { b } from '../../web/till/main.tsx'`,
    'screens are built and served, never imported'],
  ['web/till/a.ts', `import { db } from '#kernel/db.ts'`, 'a screen knows the server by its contract only'],
  ['web/till/pay/a.tsx', `import { Table } from 'antd'`, 'antd is for the console only'],
  ['web/ui/a.tsx', `import { Table } from 'antd/es/table'`, 'antd is for the console only'],
  ['web/ui/a.tsx', `import { x } from '../till/main.tsx'`, 'above it (ui is the ground of all screens)'],
  ['web/till/pay/a.tsx', `import { b } from '../basket/b.ts'`,
    'web/till/basket/b.ts, which is beside it (what two page'],
  ['web/till/pay/a.tsx', `import { b } from '../../admin/session.ts'`, 'what two apps share moves to ui/'],
  [`${modules}/points/store.ts`, inserts,
    '1 imports sales.lines, which is not its own (SQL is an import too'],
  [`${modules}/points/store.ts`, '\nsql`select 1\n  from points.a a, "sales"."lines" l`',
    '3 imports sales.lines'],
  [`${modules}/points/store.ts`, `db.selectFrom('sales.lines as l')`, '1 imports sales.lines'],
  [`${modules}/points/store.ts`, 'sql`update ${own} set x = (select y from kernel.notes)`',
    '1 imports kernel.notes'],
  ['server/src/kernel/a.ts', 'sql`delete from org.staff`', '1 imports org.staff'],
  ['server/src/http/a.ts', `const q = "lock table sales.lines"`, '1 imports sales.lines'],
  [`${modules}/insights/store.ts`, inserts, 'insights writes nothing but its own rollups'],
  [`${modules}/insights/store.ts`, `db.updateTable('sales.lines')`,
    'insights writes nothing but its own rollups'],
]

test.each(unlawful)('%s with %j is refused', (path, text, fault) => {
  const faults = inTree({ [path]: text }, floorFaults)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain(`${path}:`)
  expect(faults[0]).toContain(fault)
})

test('a page never imports what shows the pages, not even through another file', () => {
  const files = {
    'web/till/app.tsx': `import './pay/pay.tsx'\nimport './log.ts'`, 'web/till/log.ts': '',
    'web/till/between.ts': `import './app.tsx'`, 'web/till/pay/pay.tsx': '',
    'web/till/basket/b.tsx': `import '../between.ts'\nimport '../log.ts'`,
  }
  expect(inTree(files, floorFaults)).toEqual([
    'web/till/basket/b.tsx:1 imports web/till/between.ts, which is above it '
      + '(a page never imports what shows the pages)'])
})

test('pages stand on the shared folders of their app as long as those show no page', () => {
  const files = {
    'web/admin/goods/goods.tsx': `import '../list/list.tsx'`,
    'web/admin/list/list.tsx': `import '../when.ts'`,
    'web/admin/when.ts': '', 'web/admin/today/today.tsx': '',
  }
  expect(inTree(files, floorFaults)).toEqual([])
  expect(inTree({ ...files, 'web/admin/when.ts': `import './today/today.tsx'` }, floorFaults)).toEqual([
    'web/admin/goods/goods.tsx:1 imports web/admin/list/list.tsx, which is above it '
      + '(a page never imports what shows the pages)'])
})

test('a circle is found, of types and of tests too, and named from file to file', () => {
  const files = {
    'pricing/a.ts': `import { b } from './b.ts'`, 'pricing/b.ts': `\nimport type { C } from './c.ts'`,
    'pricing/c.ts':
      `export { a } from './a.ts'`,
    'server/test/x.ts': `import './y.ts'`, 'server/test/y.ts': `import './x.ts'`,
  }
  expect(inTree(files, floorFaults)).toEqual([
    'pricing/a.ts:1 imports pricing/b.ts, which leads back to it: '
      + 'pricing/a.ts → pricing/b.ts → pricing/c.ts → pricing/a.ts (no circles)',
    'server/test/x.ts:1 imports server/test/y.ts, which leads back to it: '
      + 'server/test/x.ts → server/test/y.ts → server/test/x.ts (no circles)'])
})

test('what only looks like an import is none', () => {
  const files = { 'contract/a.ts': [
    `// import { x } from '#kernel/db.ts'`, `/* import x from 'pg'`, ` */`,
    `const s = "import x from 'pg'"`, 'const t = `import x from \'pg\' ${`from \'pg\'`}`',
    `const r = /import x from 'pg'/`,
    `const d = 4 / 2; const e = 'it\\'s'; import { z } from 'zod' // from 'pg'`].join('\n') }
  expect(inTree(files, floorFaults)).toEqual([])
})

test('what only looks like a foreign table is none', () => {
  const files = { [`${modules}/coupons/store.ts`]: [
    'sql`select offers.id from coupons.held offers where offers.id = 1`',
    `leaveNote(tx, 'sales.settled', {})`, `need('members.read')`,
    'sql`-- from sales.lines\nselect 1 from coupons.held where kind = \'sales.lines\'`'].join('\n') }
  expect(inTree(files, floorFaults)).toEqual([])
})
