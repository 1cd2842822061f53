import type { Endpoint } from '#contract/endpoint.ts'
import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { change, changed, families, placesIn } from './fuzz-changes.ts'
import type { Change } from './fuzz-changes.ts'
import { jsonText, resolved } from './fuzz-pool.ts'
import type { Parts, Pool } from './fuzz-pool.ts'
import { files, twists } from './fuzz-twists.ts'
import type { Sent, Twist } from './fuzz-twists.ts'
import { fitting, Raw, Widened } from './fuzz-values.ts'
import type { Manner, Value } from './fuzz-values.ts'

/** One request of the run, before what is known is put in: the same for the same seed, whatever was told. */
export type Shot = {
  as: string; parts: Parts
  /** The input is one that was answered with yes before, where there is one, with a new op_key or its own;
   * filled, where it leaves something out, with what fits. */
  example: { at: number; is_new: boolean; is_filled?: boolean } | null
  changes: readonly Change[]; twist: Twist | null; language: string
  address: string
}

type People = readonly (readonly [name: string, weight: number])[]

/** Requests to an endpoint as a screen would send them, as somebody of `people`. */
export function tameShotsAt(endpoint: Endpoint, people: People): Arbitrary<Shot> {
  return fc.record({
    ...commonOf(people), parts: partsOf(endpoint, 'tame'), changes: fc.constant([]), twist: fc.constant(null),
    address: here,
  })
}

/** Addresses of this machine: several, so that whoever guesses from one does not keep the others waiting. */
const here = fc.nat(200).map((last) => `127.0.0.${last + 1}`)

/** Some as a screen sends them, most with an input around its bounds, changed, or sent in another way. */
export function shotsAt(endpoint: Endpoint, people: People): Arbitrary<Shot> {
  const wild = fc.record({
    ...commonOf(people), parts: partsOf(endpoint, 'wild'),
    changes: fc.oneof({ weight: 2, arbitrary: fc.constant([]) },
      { weight: 6, arbitrary: fc.array(change, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(change, { minLength: 2, maxLength: 4 }) }),
    twist: fc.oneof({ weight: 10, arbitrary: fc.constant(null) },
      ...twists.map((some) => ({ weight: 1, arbitrary: fc.constantFrom(...some) }))),
    address: fc.oneof({ weight: 4, arbitrary: here },
      fc.nat(250).map((last) => `10.7.${last % 7}.${last}`)),
  })
  return fc.oneof({ weight: 1, arbitrary: tameShotsAt(endpoint, people) }, { weight: 2, arbitrary: wild })
}

/**
 * One shot at every place of an input that leaves nothing out, for each family of what is hostile. Another
 * `turn` takes others of the families.
 */
export function sweepOver(
  endpoint: Endpoint, people: People, { seed, turn, most }: { seed: number; turn: number; most: number },
): Shot[] {
  const [widest] = people.toSorted(([, one], [, other]) => other - one)
  const made = fc.record({ ...commonOf([widest!]), parts: partsOf(endpoint, 'full') })
  const [base] = fc.sample(made, { seed, numRuns: 1 })
  const { file: _, ...fields } = base!.parts, places = placesIn(fields)
  return families.slice(0, most).flatMap((family, at_family) => places.map((_, at) => {
    const value = family[(turn * 7 + at + at_family + (seed >>> 3)) % family.length]!
    return {
      ...base!, changes: [{ at, kind: 'put', value }], twist: null,
      example: { at: turn + at, is_new: true, is_filled: true }, address: '127.0.0.1',
    }
  }))
}

const commonOf = (people: People) => ({
  as: fc.oneof(...people.map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) }))),
  language: fc.constantFrom('zh', 'en'),
  example: fc.oneof(fc.constant(null),
    fc.record({ at: fc.nat(99), is_new: fc.nat(4).map((one) => one > 0) })),
})

function partsOf(endpoint: Endpoint, manner: Manner): Arbitrary<Parts> {
  return fc.record(Object.fromEntries((['params', 'query', 'body'] as const).flatMap((name) => {
    const schema = endpoint[name]
    return schema ? [[name, fitting(schema, { name, manner, depth: 0 })] as const] : []
  }).concat(endpoint.upload ? [['file', fc.constantFrom(...files)] as never] : []))) as Arbitrary<Parts>
}

/** A request, and the input behind it with everything known put in. */
export type Made = { sent: Sent; parts: Parts }

/** The request of a shot by what is known now. */
export function requestOf(
  endpoint: Endpoint, shot: Shot, { pool, cookie }: { pool: Pool; cookie?: string },
): Made {
  const { file, ...fields } = inputOf(endpoint, shot, pool)
  const parts = { ...resolved(changed(fields, shot.changes), pool) as Parts, ...file ? { file } : {} }
  const { params, query, body } = parts
  const names = (params ?? {}) as Record<string, Value>
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encoded(asText(names[name])))
  const asked = queryText(query).slice(0, longest_query)
  const sent: Sent = {
    method: endpoint.method, url: asked === '' ? path : `${path}?${asked}`, address: shot.address,
    headers: {
      'x-shuke': 'fuzz', 'accept-language': shot.language, ...cookie === undefined ? {} : { cookie },
      ...body === undefined ? {} : { 'content-type': 'application/json' },
      
    },
    payload: body === undefined ? null : jsonText(body).slice(0, longest_body),
  }
  if (file) {
    sent.payload = file.bytes
    sent.headers['content-type'] = file.type
  }
  return { sent: shot.twist?.on(sent) ?? sent, parts }
}

/** An input as a caller hands it over, taken apart by where each field goes. */
export function partsIn(endpoint: Endpoint, input: Readonly<Record<string, unknown>>): Parts {
  const named = (path: string): boolean => endpoint.path.includes(`:${path}`)
  const { file, file_type, ...rest } = input as Record<string, Value> & { file?: unknown; file_type?: string }
  const params = Object.fromEntries(Object.entries(rest).filter(([name]) => named(name)))
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !named(name)))
  return {
    ...endpoint.params ? { params } : {}, ...endpoint.query ? { query: others } : {},
    ...endpoint.body ? { body: others } : {},
    ...Buffer.isBuffer(file) ? { file: { name: 'an example', type: String(file_type), bytes: file } } : {},
  }
}

export const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`

function inputOf(endpoint: Endpoint, { parts, example }: Shot, pool: Pool): Parts {
  const kept = example && pool.example(nameOf(endpoint), example.at)
  if (!kept) return parts
  // Half of the examples of an upload come with another file than the one that was taken.
  if (kept.file) return example.is_new ? kept : { ...kept, ...parts.file ? { file: parts.file } : {} }
  const op_key = (parts.body as { op_key?: Value } | undefined)?.op_key
  const own_key = example.is_new && op_key !== undefined ? { op_key } : {}
  const body = { ...kept.body as Record<string, Value>, ...own_key }
  // What the example leaves out is met too.
  const filled = (made: Value, shown: Value): Value => ({ ...made as object, ...shown as object })
  if (!example.is_filled) return { ...kept, ...kept.body ? { body } : {} }
  return {
    ...parts.params ? { params: filled(parts.params, kept.params) } : {},
    ...parts.query ? { query: filled(parts.query, kept.query) } : {},
    ...parts.body ? { body: filled(parts.body, body) } : {},
  }
}

/** Far more than any server reads of an address; more would only slow the run down. */
const longest_part = 50_000, longest_query = 200_000, longest_body = 2_000_000

/** A value as it stands in an address, where all is text. */
function asText(value: Value): string {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : value instanceof Raw ? value.text : jsonText(value)
  return text.slice(0, longest_part)
}

function queryText(query: Value): string {
  if (query === null || typeof query !== 'object') return query === undefined ? '' : encoded(asText(query))
  if (query instanceof Raw || query instanceof Widened) return encoded(asText(query))
  return Object.entries(query as Record<string, Value>).filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => (Array.isArray(value) ? value as Value[] : [value])
      .map((one) => `${encoded(name)}=${encoded(asText(one))}`)).join('&')
}

/** Half a character has no UTF-8: it goes out in the three bytes that a careless writer makes of it. */
function encoded(text: string): string {
  const well = encodeURIComponent(text.toWellFormed())
  return text.isWellFormed() ? well : well.replaceAll('%EF%BF%BD', '%ED%A0%80')
}
