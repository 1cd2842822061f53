import { fieldsOf, type FieldLine, type Json } from './schema.ts'

/** An endpoint as the page shows it. */
export type Operation = {
  method: string
  path: string
  tag: string
  summary: string
  need: string
  scope: string
  feature: string | null
  request: FieldLine[]
  reply: FieldLine[]
}

type Told = {
  summary: string
  tags: string[]
  parameters: { name: string; in: string; required: boolean; schema: Json }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
  'x-need': string
  'x-scope': string
  'x-feature': string | null
}

/** The operations of an OpenAPI document, in its order. */
export function operationsOf(document: Record<string, unknown>): Operation[] {
  const paths = document['paths'] as Record<string, Record<string, Told>>
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => ({
      method: method.toUpperCase(),
      path,
      tag: told.tags[0] ?? '',
      summary: told.summary,
      need: told['x-need'],
      scope: told['x-scope'],
      feature: told['x-feature'],
      request: [
        ...told.parameters.flatMap(({ name, required, schema }) =>
          fieldsOf(schema, { path: name, needed: required })),
        ...linesIn(told.requestBody?.content),
      ],
      reply: linesIn(told.responses['200']?.content),
    })),
  )
}

/** The fields of JSON, or the one line of a file. */
function linesIn(content: Record<string, { schema: Json }> | undefined): FieldLine[] {
  const [type, told] = Object.entries(content ?? {})[0] ?? []
  if (type === undefined || told === undefined) return []
  if (type === 'application/json') return fieldsOf(told.schema)
  return [{ path: '—', type, rules: '', needed: true }]
}
