import type { Endpoint } from '#contract/endpoint.ts'

/** Filters as the list's own endpoint reads them; null where it would refuse them or does not know one. */
export function parsed(
  endpoint: Endpoint, filters: Readonly<Record<string, string>>,
): Record<string, unknown> | null {
  const schema = endpoint.query ?? endpoint.body
  const read = schema?.safeParse(filters)
  if (!read?.success) return null
  const known = read.data as Record<string, unknown>
  const strange = Object.keys(filters).some((key) => !Object.hasOwn(known, key))
  return strange || 'cursor' in filters || 'limit' in filters ? null : known
}
