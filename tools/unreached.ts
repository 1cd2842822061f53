import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { importMap, importsOf, isTest, resolveImport } from './source.ts'
import type { Source } from './source.ts'

/** Files that begin something: started by hand, by npm, by a tool's configuration or by a page. */
function isEntry(path: string, named: string): boolean {
  if (isTest(path) || /(^|\/)[\w.-]+\.config\.ts$/.test(path) || path.endsWith('.d.ts')) return true
  return named.includes(path) || /^(server\/src\/(main|shuke)\.ts|bench\/bench\.ts)$/.test(path)
}

/** The text of everything that names files without importing them: npm scripts, workflow, pages. */
function namesOutside(root: string, paths: readonly string[]): string {
  const pages = paths.filter((path) => path.endsWith('.html'))
  const inPages = pages.flatMap((page) => {
    const links = readFileSync(posix.join(root, page), 'utf8').matchAll(/(?:src|href)="([^"]+)"/g)
    return [...links].flatMap(([, link = '']) => 
      ['web', posix.dirname(page)].map((base) => posix.join(base, link)))
  })
  const others = ['package.json', '.ci/run'].map((path) => posix.join(root, path)).filter(existsSync)
  return [...inPages, ...others.map((path) => readFileSync(path, 'utf8'))].join('\n')
}

type Known = { map: Record<string, string>; paths: readonly string[] }

/** A dynamic import of `./commands/${verb}.ts` reaches every file that fits. */
function targets(from: string, specifier: string, known: Known): string[] {
  const target = resolveImport(from, specifier, known.map)
  if (target === null || !target.includes('${}')) return target === null ? [] : [target]
  const [head = '', ...tails] = target.split('${}')
  return known.paths.filter((path) => path.startsWith(head) && path.endsWith(tails.at(-1) ?? ''))
}

/** Strings that name a project file by its whole path reach it too: a process is started from it. */
const spoken = ({ texts }: Source): string[] =>
  texts.map(({ value }) => value).filter((value) => /^[\w.-]+(\/[\w.-]+)+\.(tsx?|mjs|css)$/.test(value))

type Tree = { root: string; paths: readonly string[]; sources: readonly Source[] }

function reachedFrom(starts: readonly string[], links: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>(starts)
  for (const path of reached) for (const next of links.get(path) ?? []) reached.add(next)
  return reached
}

/** Code and style files that nothing starts and nothing imports, and those that only tests import. */
export function unreached({ root, paths, sources }: Tree): string[] {
  const known = { map: importMap(root), paths }
  const links = new Map(sources.map((source) => [source.path, [...spoken(source),
    ...importsOf(source).flatMap(({ specifier }) => targets(source.path, specifier, known))]]))
  const named = namesOutside(root, paths)
  const files = paths.filter((path) => /\.(ts|tsx|mjs|css)$/.test(path) && !/^(docs|member)\//.test(path))
  const entries = files.filter((path) => isEntry(path, named))
  const all = reachedFrom(entries, links)
  const product = reachedFrom(entries.filter((path) => !isTest(path)), links)
  return files.filter((path) => !isTest(path)).flatMap((path) => {
    if (!all.has(path)) return [`${path}:1 nothing imports this file`]
    if (product.has(path) || path.startsWith('tools/')) return []
    return [`${path}:1 only tests import this file: remove it or move it into a test/ folder`]
  })
}
