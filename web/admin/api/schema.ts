/** A JSON schema as far as this page reads it. */
export type Json = {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: Json
  properties?: Record<string, Json>
  required?: string[]
  anyOf?: Json[]
  oneOf?: Json[]
  additionalProperties?: Json | boolean
}

/** One line of a table of fields. `path` is dotted; [] stands for every item of a list. */
export type FieldLine = { path: string; type: string; rules: string; needed: boolean }

/** The fields of a schema, parents before their children; the forms of a choice one after the other. */
export function fieldsOf(schema: Json, at: { path: string; needed: boolean } =
  { path: '', needed: true }): FieldLine[] {
  const own: FieldLine[] = at.path === '' ? []
    : [{ path: at.path, type: typeOf(schema), rules: rulesOf(schema), needed: at.needed }]
  return [...own, ...childrenOf(schema, at.path)]
}

function childrenOf(schema: Json, path: string): FieldLine[] {
  if (schema.items) return childrenOf(schema.items, `${path}[]`)
  const forms = schema.oneOf ?? schema.anyOf
  if (forms) return once(forms.flatMap((form) => childrenOf(form, path)))
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    fieldsOf(child, { path: path === '' ? name : `${path}.${name}`, needed: schema.required?.includes(name)
      ?? false }))
}

/** A field that every form of a choice has is told once. */
const once = (lines: readonly FieldLine[]): FieldLine[] =>
  lines.filter((line, at) => lines.findIndex(({ path }) => path === line.path) === at)

export function typeOf(schema: Json): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  const forms = schema.anyOf ?? schema.oneOf
  if (forms) return [...new Set(forms.map(typeOf))].join(' | ')
  if (schema.items) return `${typeOf(schema.items)}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type
  return schema.format ?? type ?? 'any'
}

function rulesOf(schema: Json): string {
  const inner = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== 'null') ?? schema
  const range = (least: number | undefined, most: number | undefined): string =>
    least === undefined && most === undefined ? '' : `${least ?? ''}…${most ?? ''}`
  // The pattern of a format is known by its name.
  const pattern = inner.format === undefined ? inner.pattern ?? '' : ''
  return [
    range(inner.minimum, inner.maximum), range(inner.minLength, inner.maxLength),
    range(inner.minItems, inner.maxItems), pattern,
  ].filter(Boolean).join(' · ')
}
