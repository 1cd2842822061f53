import type { Endpoint } from '#contract/endpoint.ts'
import { fill, yuan } from '#contract/text.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import type * as z from 'zod/mini'
import { BadInput, textsIn } from './errors.ts'
import type { FieldFault, Language } from './errors.ts'

export type Parts = { params: unknown; query: unknown; body: unknown }

/**
 * Params, query and body as one checked object. Refuses `bad_input` with every faulty field of all three at
 * once.
 */
export function readInput(endpoint: Endpoint, parts: Parts, language: Language): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  const faults: FieldFault[] = []
  for (const name of ['params', 'query', 'body'] as const) {
    const schema = endpoint[name]
    if (!schema) continue
    if (isTooDeep(parts[name])) throw new BadInput([])
    const read = schema.safeParse(parts[name] ?? {}, { error: (issue) => wordsFor(issue, language) })
    if (!read.success) faults.push(...read.error.issues.map(asFault))
    else {
      Object.assign(input, read.data)
      faults.push(...unkeepable(read.data).map((path) => ({ path, message: textsIn(language).field_wrong })))
    }
  }
  // A field is told about once, by the nearest of the bounds it broke.
  if (faults.length > 0) throw new BadInput([...new Map(faults.map((fault) => [fault.path, fault])).values()])
  return input
}

/** Levels of the deepest input that anybody means. Whoever walks through far more runs out of stack. */
const deepest = 64

function isTooDeep(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true
    level = level.flatMap((part): unknown[] =>
      part !== null && typeof part === 'object' ? Object.values(part) : [])
  }
  return false
}

/** A text that PostgreSQL cannot keep: one with a zero byte, or half of a character. */
const isUnkeepable = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

/** Where there is such a text, be it the name of a field. */
function unkeepable(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return isUnkeepable(value) ? [path] : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, part]) =>
    isUnkeepable(name) ? [path] : unkeepable(part, path === '' ? name : `${path}.${name}`))
}

const asFault = ({ path, message }: z.core.$ZodIssue): FieldFault => ({ path: path.join('.'), message })

/** What to do about a field, for a schema that names no text of its own. */
function wordsFor(issue: z.core.$ZodRawIssue, language: Language): string {
  const shown = (bound: unknown) =>
    String(issue.path?.at(-1)).endsWith('_fen') ? `¥${yuan(Number(bound))}` : String(bound)
  const { minimum, maximum } = issue as { minimum?: unknown; maximum?: unknown }
  return fill(textsIn(language)[faultOf(issue)], { least: shown(minimum), most: shown(maximum) })
}

function faultOf(issue: z.core.$ZodRawIssue): TextKey {
  if (issue.input === undefined || issue.input === '') return 'field_missing'
  const isNumber = issue['origin'] === 'number' || issue['origin'] === 'int'
  if (issue.code === 'too_small') return isNumber ? 'field_too_small' : 'field_too_short'
  if (issue.code === 'too_big') return isNumber ? 'field_too_large' : 'field_too_long'
  return 'field_wrong'
}
