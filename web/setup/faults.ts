import { fill } from '#contract/text.ts'
import { zh } from '#contract/texts/zh.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { sayRefusal } from './texts.ts'

/** What is wrong, by the field's name. */
export type Faults = Record<string, string>

type Issue = {
  path: PropertyKey[]; message: string; code: string; input?: unknown; origin?: string
  minimum?: unknown; maximum?: unknown
}
type Schema = { safeParse: (value: unknown) => { success: boolean; error?: { issues: unknown[] } } }

/** The faults of a step by the contract's own schema, in the words the server would use. */
export function faultsOf(schema: Schema, values: Record<string, unknown>): Faults {
  const read = schema.safeParse(values)
  const issues = (read.error?.issues ?? []) as Issue[]
  // Of several faults of a field the first is told: the later ones often follow from it.
  return Object.fromEntries(issues.toReversed().map((issue) => {
    const field = String(issue.path[0])
    return [field, values[field] === '' ? sayRefusal()('field_missing') : wordsFor(issue)]
  }))
}

function wordsFor({ message, code, origin, minimum, maximum }: Issue): string {
  if (Object.hasOwn(zh, message)) return sayRefusal().of(message)
  const isNumber = origin === 'number' || origin === 'int'
  const key: TextKey = code === 'too_small' ? isNumber ? 'field_too_small' : 'field_too_short'
    : code === 'too_big' ? isNumber ? 'field_too_large' : 'field_too_long' : 'field_wrong'
  return fill(sayRefusal().of(key), { least: String(minimum), most: String(maximum) })
}
