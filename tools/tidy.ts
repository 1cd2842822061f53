import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { functionsOf } from './functions.ts'
import { isCode, isTest, lineAt, readSources, walk } from './source.ts'
import type { Source } from './source.ts'
import { unreached } from './unreached.ts'

export const limits = { file_lines: 300, function_lines: 60, component_lines: 120, line_letters: 110 }

const isLock = (path: string): boolean => path === 'package-lock.json'
const inTexts = (path: string): boolean => /(^|\/)texts\//.test(path)
const mayPrint = (path: string): boolean =>
  isTest(path) || /^(tools|bench)\//.test(path) || /^server\/src\/(main\.ts|shuke\.ts|commands\/)/.test(path)

/** A rule looks for a pattern in one view of the file: its code, its comments, or all of its text. */
type Rule = {
  says: string
  pattern: RegExp
  view: 'code' | 'text'
  on: (path: string) => boolean
  unless?: (lines: readonly string[], line: number) => boolean
}

const folders = ['work', 'root', 'home'].join('|')
const isScreen = (path: string): boolean =>
  /^web\/.*\.(ts|tsx|css)$/.test(path) && !path.endsWith('.config.ts') && !isTest(path)

/** A comment on the line or right above it says why. */
const hasReason = (lines: readonly string[], line: number): boolean =>
  [lines[line - 2], lines[line - 1]].some((text) => /(\/\/|\*)\s*\S+(\s+\S+){2,}/.test(text ?? ''))

const todo = ['TO' + 'DO', 'FIX' + 'ME'].join('|')
const rules: readonly Rule[] = [
  { says: 'the type any is not used', view: 'code', on: isCode,
    pattern: /(?:[:<,|&(]\s*|\bas\s+|\bextends\s+|=>\s*)any\b(?=\s*(?:[,;>)|&=[\]}]|$))|\bany\[\]/gm },
  { says: 'a test is never left alone with its file', view: 'code', on: isCode, pattern: /\.only\s*\(/g },
  { says: 'a skipped test says why in a comment', view: 'code', on: isTest, unless: hasReason,
    pattern: /\.skip\s*\(/g },
  { says: 'console output is for tools and commands', view: 'code',
    on: (path) => isCode(path) && !mayPrint(path), pattern: /\bconsole\.(log|info|debug|table|dir)\b/g },
  { says: 'an open end says what is missing and why', view: 'text', on: (path) => !isLock(path),
    pattern: new RegExp(String.raw`\b(${todo})\b(?!:(\s+\S+){3,})`, 'g') },
  { says: 'no path of one machine', view: 'text', on: () => true,
    pattern: new RegExp(String.raw`(?<=^|[\s"'\`(=:,<>[])/(${folders})(?![\w-])`, 'gm') },
  { says: 'no host of a package registry', view: 'text', on: () => true, pattern:
    /\bregistry\.[\w-]+\.(?:org|com|cn|io|net)\b|\bnpm(?:js|mirror)\.(?:org|com)\b|"resolved": ?"http/g },
  { says: 'colours are tokens of web/ui/tokens.css', view: 'text',
    on: (path) => isScreen(path) && path !== 'web/ui/tokens.css',
    pattern: /(?<=["'`:\s,(])#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})(?![\w/-])|\b(?:rgba?|hsla?|oklch)\(/gi },
]

const isText = (path: string): boolean =>
  /\.(tsx?|m?js|css|html|json|md|sql|sh|ya?ml|webmanifest)$|(^|\/)(\.npmrc|\.gitignore|\.ci\/run)$/.test(path)
const isMeasured = (path: string): boolean => /\.(tsx?|mjs|js|css|html)$|\.ci\/run$/.test(path)

function nameFaults(path: string): string[] {
  if (/(^|\/)index\.(tsx?|mjs)$/.test(path)) return [`${path}:1 a file is never called index`]
  const vague = path.split('/').find((part) => /^(utils?|helpers?|misc|common)(\.|$)/.test(part))
  return vague ? [`${path}:1 the name ${vague} says nothing: name it after what it holds`] : []
}

function ruleFaults(path: string, views: { text: string; code: string }): string[] {
  const lines = views.text.split('\n')
  return rules.filter(({ on }) => on(path)).flatMap(({ says, pattern, view, unless }) =>
    [...views[view].matchAll(pattern)].map(({ index }) => lineAt(views.text, index))
      .filter((line) => !unless?.(lines, line)).map((line) => `${path}:${line} ${says}`))
}

/** Length of the file and of its lines. Texts may be long: a sentence is one string. */
function lengthFaults(path: string, text: string): string[] {
  if (!isMeasured(path)) return []
  const lines = text.replace(/\n$/, '').split('\n')
  const long = lines.length > limits.file_lines && !inTexts(path)
    ? [`${path}:1 has ${lines.length} lines, ${limits.file_lines} is the limit`] : []
  return [...long, ...lines.flatMap((line, index) => {
    const letters = Array.from(line).length
    if (letters <= limits.line_letters || (inTexts(path) && /['"`]/.test(line))) return []
    return [`${path}:${index + 1} is ${letters} letters wide, ${limits.line_letters} is the limit`]
  })]
}

function functionFaults(source: Source): string[] {
  return functionsOf(source).flatMap(({ name, line, lines }) => {
    const component = source.path.endsWith('.tsx') && /^[A-Z]/.test(name)
    const most = component ? limits.component_lines : limits.function_lines
    return lines > most ? [`${source.path}:${line} ${name} has ${lines} lines, ${most} is the limit`] : []
  })
}

/** Every untidy place under `root`, `file:line` and a sentence each; none is []. */
export function tidyFaults(root: string): string[] {
  const paths = walk(root)
  const sources = readSources(root)
  const codeOf = new Map(sources.map(({ path, code }) => [path, code]))
  const faults = paths.filter(isText).flatMap((path) => {
    const text = readFileSync(posix.join(root, path), 'utf8')
    const views = { text, code: codeOf.get(path) ?? text }
    return [...nameFaults(path), ...lengthFaults(path, text), ...ruleFaults(path, views)]
  })
  return [...faults, ...sources.flatMap(functionFaults), ...unreached({ root, paths, sources })].toSorted()
}

if (import.meta.main) {
  const faults = tidyFaults(process.cwd())
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}
