import { expect, test } from 'vitest'
import { inTree } from './test/tree.ts'
import { tidyFaults } from './tidy.ts'

/** File, its text, and the faults it has, each after `file:`. */
type Case = [path: string, text: string, ...faults: string[]]

const asked = { 'server/src/main.ts': `import './a.ts'\nimport './b.tsx'\nimport '../../web/till/a.css'` }
const look = (files: Record<string, string>): string[] => inTree({ ...asked, ...files }, tidyFaults)

/** Holds each text against its faults. What main.ts above imports or not is another matter. */
function hold(cases: readonly Case[]): void {
  for (const [path, text, ...faults] of cases) {
    const ofFile = look({ [path]: text }).filter((fault) => fault.startsWith(`${path}:`))
    const found = ofFile.filter((fault) => !fault.includes('this file'))
    expect(found, `${path} ${text.slice(0, 60)}`).toEqual(faults.map((fault) => `${path}:${fault}`))
  }
}

const lines = (count: number, text = 'void 0'): string => Array.from({ length: count }, () => text).join('\n')

test('the project is tidy', () => {
  expect(tidyFaults(process.cwd())).toEqual([])
})

test('a file has at most 300 lines', () => {
  hold([
    ['server/src/a.ts', lines(300)],
    ['server/src/a.ts', `${lines(300)}\n`],
    ['server/src/a.ts', lines(301), '1 has 301 lines, 300 is the limit'],
    ['server/src/a.test.ts', lines(301), '1 has 301 lines, 300 is the limit'],
    ['web/till/a.css', lines(301, 'a {}'), '1 has 301 lines, 300 is the limit'],
    ['server/src/texts/zh.test.ts', lines(301)],
    ['docs/a.md', lines(301)],
    ['server/db/schema.sql', lines(301)],
  ])
})

test('a line has at most 110 letters, however wide, but for texts', () => {
  hold([
    ['server/src/a.ts', `// ${'长'.repeat(107)}`],
    ['server/src/a.ts', `\n// ${'长'.repeat(108)}`, '2 is 111 letters wide, 110 is the limit'],
    ['server/src/texts/zh.test.ts', `'${'长'.repeat(120)}'`],
    ['server/src/texts/zh.test.ts', '1'.repeat(111), '1 is 111 letters wide, 110 is the limit'],
    ['docs/a.md', 'a'.repeat(111)],
    ['server/db/migrations/0001_a.sql', 'a'.repeat(111)],
  ])
})

test('a function has at most 60 lines, a component 120', () => {
  const body = `{\n${lines(59)}\n}`
  const fault = '1 f has 61 lines, 60 is the limit'
  hold([
    ['server/src/a.ts', `export function f() {\n${lines(58)}\n}`],
    ['server/src/a.ts', `export function f() ${body}`, fault],
    ['server/src/a.ts', `async function f<T extends {}>(a: { b: T }): Promise<{ c: T }> ${body}`, fault],
    ['server/src/a.ts', `function f(a: A): a is { b: 1 } | { c: 2 } ${body}`, fault],
    ['server/src/a.ts', `const f = async (a: { b: 1 }): Promise<void> => ${body}`, fault],
    ['server/src/a.ts', `const f: Rule<{ a: 1 }> = (a) => ${body}`, fault],
    ['server/src/a.ts', `const f = a => ${body}`, fault],
    ['server/src/a.ts', `const kind = { f: (a) => ${body} }`, fault],
    ['server/src/a.ts', `const kind = {\n  f(a) ${body} }`, '2 f has 61 lines, 60 is the limit'],
    ['server/src/a.ts', `class A {\n  static async f(a = {}) ${body} }`, '2 f has 61 lines, 60 is the limit'],
    ['server/src/a.ts', `const table = {\n${lines(80)}\n}\nif (a) {\n${lines(80)}\n}`],
    ['server/src/a.ts', `function f() {\n  '{'; a = /[{]/; // {\n  \`{\${'}'}{\`\n}\n${lines(80)}`],
    ['server/src/a.test.ts', `test('a story', async () => {\n${lines(80)}\n})`],
    ['server/src/b.tsx', `export function Page() {\n${lines(118)}\n}`],
    ['server/src/b.tsx', `function Page() {\n${lines(119)}\n}`, '1 Page has 121 lines, 120 is the limit'],
    ['server/src/b.tsx', `function f() ${body}`, fault],
  ])
})

test('any is no type', () => {
  const fault = '1 the type any is not used'
  const written = ['let a: any', 'a as any', 'let a = <any>b', 'let a: Map<string, any>',
    'let a: string | any[]', 'type F = () => any', 'type F<A extends any> = A',
    'let a = b as any;', 'function f(a: any) {}']
  hold(written.map((text) => ['server/src/a.ts', text, fault]))
  hold([['server/src/a.ts', `Promise.any(a); expect.any(B); const s = ': any'; // as any`]])
})

test('a test stays with its neighbours and is skipped for a reason only', () => {
  hold([
    ['server/src/a.test.ts', `test.only('a', f)`, '1 a test is never left alone with its file'],
    ['server/src/a.test.ts', `test.skip('a', f)`, '1 a skipped test says why in a comment'],
    ['server/src/a.test.ts', `// Without the shared data nothing is there to read.\ntest.skip('a', f)`],
    ['server/src/a.test.ts', `test('.only( and .skip( in words', f)`],
  ])
})

test('an open end says what is missing', () => {
  const [later, broken] = ['TO' + 'DO', 'FIX' + 'ME']
  hold([
    ['server/src/a.ts', `// ${later} later`, '1 an open end says what is missing and why'],
    ['docs/a.md', `\n${broken}: soon`, '2 an open end says what is missing and why'],
    ['server/src/a.ts', `// ${later}: the gateway has no refund for this yet`],
  ])
})

test('only tools, commands and tests print', () => {
  hold([
    ['server/src/a.ts', '\nconsole.log(1)', '2 console output is for tools and commands'],
    ['web/till/a.ts', 'console.debug(1)', '1 console output is for tools and commands'],
    ['server/src/a.ts', `console.error(1); const s = 'console.log(1)' // console.log(1)`],
    ...['server/src/main.ts', 'server/src/commands/a.ts', 'tools/a.test.ts', 'bench/a.ts']
      .map((path): Case => [path, 'console.log(1)']),
  ])
})

test('nothing speaks of one machine or of one registry', () => {
  const [one, other] = ['work', 'home'].map((folder) => `/${folder}`)
  hold([
    ['docs/a.md', `see ${one}/shared`, '1 no path of one machine'],
    ['server/src/a.ts', `const a = '${other}/me/x'`, '1 no path of one machine'],
    ['server/src/a.ts', `const a = '/homes' + 'api${one}/x' // ${one}shop`],
    ['package-lock.json', `{ "resolved"${': "'}https://a.b/c.tgz" }`, '1 no host of a package registry'],
    ['docs/a.md', `npm --registry https://registry${'.npmjs'}.org`, '1 no host of a package registry'],
  ])
})

test('the colours of a screen are tokens', () => {
  const fault = '1 colours are tokens of web/ui/tokens.css'
  hold([
    ['web/till/a.css', 'a { color: #fff }', fault],
    ['web/till/a.css', 'a { color: rgb(1 2 3) }', fault],
    ['web/till/a/b.tsx', `const c = '#C0FFEE'`, fault],
    ['web/ui/tokens.css', ':root { --ink: #000 }'],
    ['web/till/a.css', 'a { color: var(--ink) }'],
    ['web/till/a/b.tsx', `import { a } from '#add/b.ts'`],
    ['server/src/b.tsx', `const c = '#C0FFEE'`],
  ])
})

test('names that say nothing are refused', () => {
  for (const path of ['pricing/index.ts', 'web/ui/utils/a.ts', 'web/ui/helpers.ts', 'contract/utils.ts'])
    expect(look({ [path]: '' }).join('\n'), path).toMatch(/is never called index|says nothing/)
  expect(look({ 'web/till/index.html': '' }).filter((fault) => fault.includes('index'))).toEqual([])
})

test('a file that nothing imports is dead, one that only tests import too, islands as well', () => {
  const files = {
    'pricing/a.ts': `import './b.ts'`, 'pricing/b.ts': `import './a.ts'`, 'pricing/c.ts': '',
    'pricing/c.test.ts': `import './c.ts'`, 'pricing/d.test-model.ts': '', 'web/ui/lost.css': '',
  }
  expect(look(files)).toEqual([
    'pricing/a.ts:1 nothing imports this file', 'pricing/b.ts:1 nothing imports this file',
    'pricing/c.ts:1 only tests import this file: remove it or move it into a test/ folder',
    'web/ui/lost.css:1 nothing imports this file'])
})

test('whatever names a file keeps it alive', () => {
  const files = {
    'package.json': `{ "imports": { "#contract/*": "./contract/*" }, "scripts": { "a": "tools/dev.ts" } }`,
    'tools/dev.ts': `spawn('bench/worker.ts'); new Worker(new URL('./thread.ts', import.meta.url))`,
    'bench/worker.ts': `import type { A } from '#contract/a.ts'`, 'contract/a.ts': '', 'tools/thread.ts': '',
    'server/src/main.ts': 'await import(`./commands/${verb}.ts`)', 'server/src/commands/verify.ts': '',
    'web/till/index.html': `<script type="module" src="/till/main.tsx"></script><link href="./a.css">`,
    'web/till/main.tsx': `import './b.css'`, 'web/till/a.css': '', 'web/till/b.css': '', 'a.config.ts': '',
  }
  expect(inTree(files, tidyFaults)).toEqual([])
})
