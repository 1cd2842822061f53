import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** A string or a template of a source file. Every `${…}` of a template stands as `${}` in `value`. */
export type Text = { start: number; end: number; value: string; template: boolean }

/** A source file taken apart. `code` is `text` with comments and the insides of strings as blanks. */
export type Source = { path: string; text: string; code: string; texts: Text[] }

/** One import, re-export or dynamic import. `type_only` where the whole statement begins `import type`. */
export type Import = { specifier: string; line: number; type_only: boolean }

const skipped = new Set(['node_modules', '.git', 'dist', 'data', '.cache', 'test-results', 'coverage'])

/** Paths of all files under `root`, with `/`, sorted, without what is installed, built or run. */
export function walk(root: string, folder = ''): string[] {
  const entries = readdirSync(posix.join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(root, path)
    return entry.isFile() ? [path] : []
  }).toSorted()
}

export const isCode = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path)

/** Tests and what only they use (`test/`, `x.test-model.ts`): free of the floors, closed to the product. */
export const isTest = (path: string): boolean =>
  /\.(test|journey|test-model)\.tsx?$/.test(path) || /(^|\/)test\//.test(path)

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

type Scan = { text: string; out: string[]; texts: Text[]; before: string; jsx: boolean }

/** Blanks a stretch but keeps its line ends, so offsets and lines stay true. */
function blank(scan: Scan, start: number, end: number): void {
  for (let at = start; at < end; at += 1) if (scan.text[at] !== '\n') scan.out[at] = ' '
}

/** Where a quoted string ends, or -1: an apostrophe in the text of a page opens no string. */
function quoteEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === text[start]) return at
  }
  return -1
}

/** Where a regular expression ends, or -1 where the slash divides. */
function regexEnd(text: string, start: number): number {
  let inClass = false
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    else if (text[at] === '/' && !inClass) return at
  }
  return -1
}

/** A slash begins a regular expression after an operator, an opening bracket or one of these words. */
function mayBeRegex({ before, jsx }: Scan): boolean {
  if (before === '') return true
  if (/(^|[^\w$.])(return|typeof|case|in|of|await|yield|do|else)$/.test(before)) return true
  return (jsx ? /[(,=:[!&|?{;+*%~^-]$|=>$/ : /[(,=:[!&|?{;+*%~^>-]$/).test(before)
}

/** Reads a template from its backtick; inside `${…}` stands code again. Gives the offset after it. */
function template(scan: Scan, start: number): number {
  let value = ''
  let at = start + 1
  let chunk = at
  while (at < scan.text.length && scan.text[at] !== '`') {
    if (scan.text[at] === '\\') at += 2
    else if (scan.text.startsWith('${', at)) {
      value += `${scan.text.slice(chunk, at)}\${}`
      blank(scan, chunk, at)
      scan.before = '{'
      at = code(scan, at + 2)
      chunk = at
    } else at += 1
  }
  blank(scan, chunk, at)
  scan.texts.push({ start, end: at, value: value + scan.text.slice(chunk, at), template: true })
  return at + 1
}

/** The end of a comment, string, template or regular expression that begins here, or `at` when none does. */
function opaque(scan: Scan, at: number): number {
  const { text } = scan
  const two = text.slice(at, at + 2)
  if (two === '//' || two === '/*') {
    const found = two === '//' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2
    const end = found < at + 2 ? text.length : found
    blank(scan, at, end)
    return end
  }
  if (text[at] === '`') {
    const end = template(scan, at)
    scan.before = '`'
    return end
  }
  const quote = text[at] === "'" || text[at] === '"'
  if (!quote && !(text[at] === '/' && mayBeRegex(scan))) return at
  const end = quote ? quoteEnd(text, at) : regexEnd(text, at)
  if (end === -1) return at
  if (quote) scan.texts.push({ start: at, end, value: text.slice(at + 1, end), template: false })
  blank(scan, at + 1, end)
  scan.before = '"'
  return end + 1
}

/** Scans code up to the brace that closes it (inside a template) or to the end. Gives the offset after it. */
function code(scan: Scan, start: number): number {
  let depth = 0
  for (let at = start; at < scan.text.length;) {
    const after = opaque(scan, at)
    if (after > at) {
      at = after
      continue
    }
    const letter = scan.text[at] ?? ''
    if (letter === '{') depth += 1
    if (letter === '}' && depth === 0 && start > 0) return at + 1
    if (letter === '}') depth -= 1
    if (/\S/.test(letter)) scan.before = (scan.before + letter).slice(-12)
    else if (/[\w$]$/.test(scan.before) && /[\w$]/.test(scan.text[at + 1] ?? '')) scan.before += ' '
    at += 1
  }
  return scan.text.length
}

/** Takes a source file apart without a compiler: good enough to find names, imports and braces. */
export function scanSource(path: string, text: string): Source {
  const scan: Scan = { text, out: text.split(''), texts: [], before: '', jsx: path.endsWith('x') }
  code(scan, 0)
  return { path, text, code: scan.out.join(''), texts: scan.texts.toSorted((a, b) => a.start - b.start) }
}

const clause = String.raw`((?:(?!\b(?:import|export|const|let)\b)[\w$*\s{},])+?)`
const fromClause = new RegExp(
  String.raw`\b(import|export)\b\s*(type\s+(?!from\b))?${clause}\s*\bfrom\s*(?=['"])`, 'g')
const bareImport = /\bimport\s*(?=['"])/g
const callImport = /\b(?:import|require|vi\.mock|import\.meta\.resolve)\s*\(\s*(?=['"`])/g
const urlImport = /\bnew\s+URL\s*\(\s*(?=['"`])/g

/** Every import of a file, `import type`, re-exports, dynamic imports and worker addresses too. */
export function importsOf({ code: masked, text, texts }: Source): Import[] {
  const byStart = new Map(texts.map((each) => [each.start, each.value]))
  const found: Import[] = []
  const add = (match: RegExpMatchArray, type_only: boolean): void => {
    const value = byStart.get((match.index ?? 0) + match[0].length)
    if (value !== undefined) found.push({ specifier: value, line: lineAt(text, match.index ?? 0), type_only })
  }
  for (const match of masked.matchAll(fromClause)) add(match, match[2] !== undefined)
  for (const match of masked.matchAll(bareImport)) add(match, false)
  for (const match of masked.matchAll(callImport)) add(match, false)
  for (const match of masked.matchAll(urlImport)) {
    const value = byStart.get((match.index ?? 0) + match[0].length)
    if (value !== undefined && /^\.\.?\//.test(value) && isCode(value)) add(match, false)
  }
  return found.toSorted((a, b) => a.line - b.line)
}

/** The project path an import names, or null for a package. A query such as `?url` is dropped. */
export function resolveImport(from: string, specifier: string, map: Record<string, string>): string | null {
  const bare = specifier.replace(/\?.*$/, '')
  if (/^\.\.?\//.test(bare)) return posix.join(posix.dirname(from), bare)
  for (const [key, target] of Object.entries(map)) {
    const [head = '', tail = ''] = key.split('*')
    const inside = bare.slice(head.length, bare.length - tail.length)
    if (bare.startsWith(head) && bare.endsWith(tail)) return posix.normalize(target.replace('*', inside))
  }
  return null
}

/** The subpath imports of package.json: `#contract/*` → `./contract/*`. */
export function importMap(root: string): Record<string, string> {
  const read: unknown = JSON.parse(readFileSync(posix.join(root, 'package.json'), 'utf8'))
  return (read as { imports?: Record<string, string> }).imports ?? {}
}

/** All code under `root`, taken apart. The member's app is a tree of its own. */
export function readSources(root: string): Source[] {
  const paths = walk(root).filter((path) => isCode(path) && !/^(docs|member)\//.test(path))
  return paths.map((path) => scanSource(path, readFileSync(posix.join(root, path), 'utf8')))
}
