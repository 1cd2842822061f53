import type { Endpoint } from '#contract/endpoint.ts'
import { en, zhCN } from 'zod/v4/locales'
import type * as z from 'zod/mini'
import { BadInput } from './errors.ts'
import type { FieldFault, Language } from './errors.ts'

const inLanguage = { zh: zhCN().localeError, en: en().localeError }

export type Parts = { params: unknown; query: unknown; body: unknown }

/** Params, query and body as one checked object. Refuses `bad_input` with every faulty field of all three at once. */
export function readInput(endpoint: Endpoint, parts: Parts, language: Language): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  const faults: FieldFault[] = []
  for (const name of ['params', 'query', 'body'] as const) {
    const schema = endpoint[name]
    if (!schema) continue
    const read = schema.safeParse(parts[name] ?? {}, { error: inLanguage[language] })
    if (read.success) Object.assign(input, read.data)
    else faults.push(...read.error.issues.map(asFault))
  }
  if (faults.length > 0) throw new BadInput(faults)
  return input
}

const asFault = ({ path, message }: z.core.$ZodIssue): FieldFault => ({ path: path.join('.'), message })
