import type { Endpoint } from '#contract/endpoint.ts'
import type * as z from 'zod/mini'

/** What the walk reads of a schema: how it is put together, and nothing of what it checks. */
type Def = {
  type: string; format?: string; shape?: Record<string, Schema>; element?: Schema; innerType?: Schema
  options?: readonly Schema[]; in?: Schema; valueType?: Schema
}
type Schema = z.ZodMiniType

/** Names that lead to something though they are no uuid: whoever guesses one must learn nothing either. */
const told_by_name: ReadonlySet<string> = new Set(['receipt_no', 'token', 'barcode', 'picture', 'phone'])

/**
 * Every place in the input of an endpoint that can name a thing: `sale_id`, `lines[].sku_id`,
 * `proof.staff_id`. Found in the schemas themselves, so that no fixture can forget one.
 */
export function idFields({ params, query, body }: Endpoint): string[] {
  const found = [params, query, body].flatMap((schema) => schema ? within(schema, '') : [])
  return [...new Set(found)]
}

function within(schema: Schema, path: string): string[] {
  const def = schema._zod.def as unknown as Def
  if (def.format === 'uuid' || told_by_name.has(path)) return [path]
  const parts: string[] = []
  for (const [name, part] of Object.entries(def.shape ?? {}))
    parts.push(...within(part, path === '' ? name : `${path}.${name}`))
  if (def.element) parts.push(...within(def.element, `${path}[]`))
  for (const part of [def.innerType, def.in, def.valueType, ...def.options ?? []])
    if (part) parts.push(...within(part, path))
  return parts
}

export type Input = Record<string, unknown>

/** The same input with another value in one place; in every element where the place is in a list. */
export function withValue(input: Input, path: string, value: string): Input {
  const [first = '', ...rest] = path.split('.')
  const name = first.replace('[]', ''), part = input[name]
  if (rest.length === 0) return { ...input, [name]: first === name ? value : [value] }
  const below = rest.join('.')
  const changed = Array.isArray(part)
    ? part.map((one: Input) => withValue(one, below, value))
    : withValue((part ?? {}) as Input, below, value)
  return { ...input, [name]: changed }
}
