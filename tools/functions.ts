import { lineAt } from './source.ts'
import type { Source } from './source.ts'

/** A function of a source file: its name, its first line, and the lines it takes to its closing brace. */
export type Body = { name: string; line: number; lines: number }

const pairs: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' }

/** The offset of the bracket that closes the one at `open`, or the end. An arrow `=>` closes nothing. */
function closing(code: string, open: number): number {
  const opener = code[open] ?? ''
  const closer = pairs[opener] ?? ''
  let depth = 0
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === opener) depth += 1
    else if (code[at] === closer && !(closer === '>' && code[at - 1] === '=')) depth -= 1
    if (depth === 0) return at
  }
  return code.length
}

const blanks = (code: string, from: number): number => {
  let at = from
  while (/\s/.test(code[at] ?? '')) at += 1
  return at
}

const typeWord = /\b(extends|is|keyof|readonly|typeof|asserts)$/

/** Where the body begins after the parameters: a return type may stand between, with braces of its own. */
function bodyStart(code: string, afterParameters: number): number {
  let at = blanks(code, afterParameters)
  if (code[at] !== ':') return at
  let complete = false
  for (at += 1; at < code.length; at += 1) {
    const letter = code[at] ?? ''
    if (letter === '{' && complete) return at
    if (letter === ';' || letter === '}' || letter === ')') return -1
    if (letter === '=' && code[at + 1] === '>' && complete) return at
    if (/\s/.test(letter)) continue
    if (pairs[letter]) at = closing(code, at)
    complete = !/[|&:?]/.test(letter) && !typeWord.test(code.slice(at - 8, at + 1))
  }
  return -1
}

const declared = /\bfunction\b\s*\*?\s*([\w$]*)\s*(?=[(<])/g
const method = /^[ \t]*(?:(?:async|static|get|set|private|public|override)\s+)*\*?\s*(#?[\w$]+)\s*(?=[(<])/gm
const arrow = /(?:\b([\w$]+)\s*(?::[^=;()\n]*)?[=:]\s*)?(?:\basync\b\s*)?(?=\(|<|\b[\w$]+\s*=>)/g
const words = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'await', 'typeof',
  'throw', 'new', 'else', 'do', 'case', 'super', 'import', 'with'])

/** The end of the parameters that begin at `at` (after type parameters if any), or -1. */
function parametersEnd(code: string, at: number): number {
  const open = code[at] === '<' ? blanks(code, closing(code, at) + 1) : at
  return code[open] === '(' ? closing(code, open) + 1 : -1
}

function arrowBody(code: string, at: number): number {
  const bare = /^[\w$]+(?=\s*=>)/.exec(code.slice(at, at + 60))
  const end = bare ? at + bare[0].length : parametersEnd(code, at)
  const sign = end === -1 ? -1 : bodyStart(code, end)
  if (sign === -1 || !code.startsWith('=>', sign)) return -1
  return blanks(code, sign + 2)
}

/**
 * Functions, methods and arrow functions with a name. Callbacks without one count in the function around;
 * of the others, such as the story of a test, only the length of the file is held.
 */
export function functionsOf({ code, text }: Source): Body[] {
  const found = new Map<number, Body>()
  const add = (name: string, start: number, body: number): void => {
    if (code[body] !== '{' || found.has(body)) return
    const line = lineAt(text, start)
    found.set(body, { name, line, lines: lineAt(text, closing(code, body)) - line + 1 })
  }
  for (const match of code.matchAll(declared)) {
    const end = parametersEnd(code, match.index + match[0].length)
    if (end !== -1) add(match[1] || 'function', match.index, bodyStart(code, end))
  }
  for (const match of code.matchAll(method)) {
    const end = words.has(match[1] ?? '') ? -1 : parametersEnd(code, match.index + match[0].length)
    if (end !== -1) add(match[1] ?? '', match.index + match[0].search(/\S/), bodyStart(code, end))
  }
  for (const match of code.matchAll(arrow)) {
    if (!match[1]) continue
    add(match[1], match.index, arrowBody(code, match.index + match[0].length))
  }
  return [...found.values()].toSorted((a, b) => a.line - b.line)
}
