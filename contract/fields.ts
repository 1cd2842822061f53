import * as z from 'zod/mini'

/** Field shapes that several endpoints share. */

export const id = z.uuid()

/** Chosen by the caller once per intended act; the same key and input gives the same answer again. */
export const opKey = z.string().check(z.minLength(8), z.maxLength(80), z.regex(/^[\w.:-]+$/))

/** A Chinese mobile number of 11 digits starting 13–19; blanks, dashes and +86 are taken off first. */
export const phone = z.pipe(
  z.pipe(z.string().check(z.maxLength(40)), z.transform((text) => text.replace(/^\s*(\+?86)?|[\s-]/g, ''))),
  z.string().check(z.regex(/^1[3-9]\d{9}$/, 'phone_wrong')),
)

/**
 * One line as it is read: no line ends or control characters, and nothing that turns the reading direction of
 * what stands around it. The joiner inside an emoji is neither.
 */
export const oneLine = z.refine<string>(
  (text) => !/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(text), 'field_wrong')

/** A name as people write it: 1 to 60 characters counted as a reader counts them, emoji included. */
export const personName = z.string().check(z.trim(), z.minLength(1), z.maxLength(240), oneLine, z.refine(
  (text) => [...new Intl.Segmenter().segment(text)].length <= 60, 'name_too_long'))

export const goodsName = z.string().check(z.trim(), z.minLength(1), z.maxLength(480), oneLine, z.refine(
  (text) => [...new Intl.Segmenter().segment(text)].length <= 120, 'name_too_long'))

/** The name of a file the house keeps: the SHA-256 of what it holds. */
export const fileName = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** An instant, ISO 8601 with offset. */
export const instant = z.iso.datetime({ offset: true })
/** A calendar day in the chain's time zone. There was no year 0, and PostgreSQL has none. */
export const day = z.iso.date().check(z.regex(/^(?!0000)/))

export const searchText = z.string().check(z.trim(), z.maxLength(60))

/** Keyset paging: rows after `cursor` (opaque, from the reply before), at most `limit`. */
export const paging = {
  cursor: z.optional(z.string().check(z.maxLength(200), z.regex(/^[\w-]+$/))),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
}

/** A page of rows; `next` is null on the last one. */
export const pageOf = <Row extends z.ZodMiniType>(row: Row) =>
  z.object({ rows: z.array(row), next: z.nullable(z.string()) })
