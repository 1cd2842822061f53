import * as z from 'zod/mini'

/** Filters as they stand in the address: plain words, so that a link reads well and can be typed. */
export type Filters = Record<string, string>

export function parseAddress(search: string): Filters {
  return Object.fromEntries([...new URLSearchParams(search)].filter(([, value]) => value !== ''))
}

export function writeAddress(filters: Record<string, unknown>): string {
  const words = new URLSearchParams()
  for (const [key, value] of Object.entries(filters))
    if (typeof value === 'string' && value !== '') words.set(key, value)
  const text = words.toString()
  return text ? `?${text}` : ''
}

type Shape = Readonly<Record<string, z.ZodMiniType>>
type Kept<Fields extends Shape> = { [Key in keyof Fields]?: string }

/**
 * Keeps the filters an endpoint accepts, one by one: a wrong one in an old link is dropped, the rest still
 * work.
 */
export function keepFilters<Fields extends Shape>(
  fields: Fields,
  raw: Record<string, unknown>,
): Kept<Fields> {
  const kept: Kept<Fields> = {}
  for (const key of Object.keys(fields) as (keyof Fields & string)[]) {
    const value = raw[key]
    if (typeof value === 'string' && value !== '' && z.safeParse(fields[key]!, value).success)
      kept[key] = value
  }
  return kept
}
