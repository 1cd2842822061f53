import { refuse } from './refusal.ts'

/** Where a page ended, as an opaque text: the sort key of its last row. */
export function cursorOf(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** What a part of a key must look like: it goes into a statement, where a wrong one would be an error. */
export type Shape = { test(part: string): boolean }

export const anId: Shape = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
/** A version or a running number: whole, above zero, and one that the code can hold. */
export const aNumber: Shape = { test: (part) => /^[1-9]\d{0,14}$/.test(part) }
/** An instant as `toISOString` writes one, and one that the calendar has. */
export const anInstant: Shape = {
  test: (part) => /^(?!0000)\d{4}-/.test(part) && !Number.isNaN(Date.parse(part))
    && new Date(part).toISOString() === part,
}

/** Reads a cursor back: null for the first page. One that we did not make, or of another list, is refused. */
export function keyAt(cursor: string | undefined, shape: readonly Shape[]): string[] | null {
  if (cursor === undefined) return null
  const key = parsed(Buffer.from(cursor, 'base64url').toString('utf8'))
  const fits = Array.isArray(key) && key.length === shape.length
    && shape.every((part, at) => typeof key[at] === 'string' && part.test(key[at]))
  if (!fits) refuse('bad_input', { fields: 1 })
  return key as string[]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A page of at most `limit` rows out of `limit` + 1 read, and where the next one begins. */
export function pageOf<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => readonly string[]) {
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? cursorOf(keyOf(page.at(-1)!)) : null }
}
