import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { addedFields, attacks, deepJson, lossyNumbers, oddJson, oddTexts } from './fuzz-texts.ts'
import { Known, Raw, Widened } from './fuzz-values.ts'
import type { Value } from './fuzz-values.ts'

/** One thing done to an input that fits: at one of its places, counted round. */
export type Change = { at: number } & (
  | { kind: 'put'; value: Value }
  | { kind: 'drop' }
  | { kind: 'widen'; tail: string }
  | { kind: 'repeat'; times: number })

const wrongKinds: readonly Value[] = [
  null, true, false, 0, -1, 1.5, 2 ** 53, '', [], {}, [[]], [null], { a: 1 }, { length: 3 }, { toString: 1 },
  'on',
]
const long = ['x'.repeat(100_000), '米'.repeat(100_000), '👨‍👩‍👧'.repeat(12_000), '\u0301'.repeat(100_000),
  `${'a'.repeat(50_000)}!`, ' '.repeat(100_000), '1'.repeat(100_000), '../'.repeat(30_000)]
const rawOf = (texts: readonly string[]): Value[] => texts.map((text) => new Raw(text))
const raw = (texts: readonly string[]) => fc.constantFrom(...rawOf(texts))

/** What every place of an input is met with, family by family: the ones that broke most first. */
export const families: readonly (readonly Value[])[] = [
  attacks, [...rawOf(deepJson), ...long], oddTexts, rawOf([...lossyNumbers, ...oddJson]), wrongKinds,
]

const hostile: Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...wrongKinds) },
  { weight: 6, arbitrary: fc.constantFrom<Value>(...attacks) },
  { weight: 4, arbitrary: fc.constantFrom<Value>(...oddTexts) },
  { weight: 3, arbitrary: raw(oddJson) }, { weight: 2, arbitrary: raw(lossyNumbers) },
  { weight: 1, arbitrary: fc.constantFrom<Value>(...long) }, { weight: 1, arbitrary: raw(deepJson) },
  { weight: 1, arbitrary: fc.constantFrom<Value>(...attacks).map((text) => [text, { a: text }]) },
  { weight: 1, arbitrary: fc.array(fc.nat(0xffff), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)) },
)

export const change: Arbitrary<Change> = fc.tuple(fc.nat(999), fc.oneof(
  { weight: 12, arbitrary: hostile.map((value) => ({ kind: 'put', value }) as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'drop' } as const) },
  { weight: 2, arbitrary: fc.constantFrom(...addedFields).map((tail) => ({ kind: 'widen', tail }) as const) },
  { weight: 2, arbitrary: fc.constantFrom(2, 3, 500, 10_000).map((times) =>
    ({ kind: 'repeat', times }) as const) },
)).map(([at, how]) => ({ at, ...how }))

type Path = readonly (string | number)[]

/** The places in an input, the parts themselves included; of a list those in its first elements. */
export function placesIn(value: Value, path: Path = []): Path[] {
  const isLeaf = value === null || typeof value !== 'object'
    || value instanceof Known || value instanceof Raw || value instanceof Widened
  const parts = isLeaf ? [] : Object.entries(Array.isArray(value) ? value.slice(0, 2) : value)
  const inner = parts.filter(([, part]) => part !== undefined)
    .flatMap(([name, part]) => placesIn(part, [...path, Array.isArray(value) ? Number(name) : name]))
  return path.length === 0 ? inner : [path, ...inner]
}

const dropped = Symbol('dropped')

function changedAt(value: Value, path: Path, by: (old: Value) => Value | typeof dropped): Value {
  const [name, ...rest] = path
  const parts = value as Record<string | number, Value>
  const next = rest.length === 0 ? by(parts[name!]) : changedAt(parts[name!], rest, by)
  if (!Array.isArray(value)) {
    const { [name!]: _, ...others } = parts
    return next === dropped ? others : { ...parts, [name!]: next }
  }
  return value.flatMap((part: Value, at) => at !== name ? [part] : next === dropped ? [] : [next])
}

/** The input with changes made to it, one after the other. One without any place stays as it is. */
export function changed(input: Value, changes: readonly Change[]): Value {
  return changes.reduce<Value>((value, one) => {
    const places = placesIn(value)
    if (places.length === 0) return value
    return changedAt(value, places[one.at % places.length]!, (old) => {
      if (one.kind === 'put') return one.value
      if (one.kind === 'drop') return dropped
      if (one.kind === 'widen') return new Widened(old, one.tail)
      const element = Array.isArray(old) && old.length > 0 ? old[0] as Value : old
      // A long text many times over would only fill the memory of the run.
      const isLong = typeof element === 'string' && element.length > 1_000
      return Array.from({ length: isLong ? 3 : one.times }, () => element)
    })
  }, input)
}

/** The number that JSON can write and a double cannot hold, where a change put one in; else null. */
export function lossyIn(changes: readonly Change[]): string | null {
  const texts = changes.flatMap((one) =>
    one.kind === 'put' && one.value instanceof Raw ? [one.value.text] : [])
  return texts.find((text) => lossyNumbers.includes(text)) ?? null
}
