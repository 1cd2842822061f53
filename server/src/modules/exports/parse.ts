import type { Endpoint } from '#contract/endpoint.ts'

/** Filters as the list's own endpoint reads them; null where it would refuse them. */
export function parsed(
  endpoint: Endpoint, filters: Readonly<Record<string, string>>,
): Record<string, unknown> | null {
  const schema = endpoint.query ?? endpoint.body
  const read = schema?.safeParse(filters)
  const is_paged = 'cursor' in filters || 'limit' in filters
  return read?.success && !is_paged ? read.data as Record<string, unknown> : null
}
