import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type * as z from 'zod/v4/core'
import { attacks, oddTexts } from './fuzz-texts.ts'

/** A value of the field `name` that is known by the time of asking: an id, a price, a cursor told before. */
export class Known {
  readonly name: string
  readonly at: number
  /** Of another chain, where nothing may be reached. */
  readonly foreign: boolean
  /** What goes out where nothing is known under the name; what is known is of its type. */
  readonly otherwise: Value
  constructor(known: Pick<Known, 'name' | 'at' | 'foreign' | 'otherwise'>) {
    this.name = known.name
    this.at = known.at
    this.foreign = known.foreign
    this.otherwise = known.otherwise
  }
}

/** JSON text that goes out as it stands, whether it is JSON or not. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** An object with more fields, as text, after its own. */
export class Widened {
  readonly base: Value
  readonly tail: string
  constructor(base: Value, tail: string) {
    this.base = base
    this.tail = tail
  }
}

export type Value =
  | string | number | boolean | null | undefined | Known | Raw | Widened
  | readonly Value[] | { readonly [name: string]: Value }
type Making = Arbitrary<Value>

/**
 * How inputs are made: `tame` ones fit, with ids of this chain alone; `wild` ones may lie just outside;
 * `full` ones are tame with nothing left out.
 */
export type Manner = 'tame' | 'wild' | 'full'
type Place = { name: string; manner: Manner; depth: number }
const deepest = 4

/** What the input of a schema may be, at and around its bounds. `name` is the field it stands in. */
export function fitting(schema: z.$ZodType, place: Place): Making {
  const { def } = (schema as z.$ZodTypes)._zod
  const inside = { ...place, depth: place.depth + 1 }
  const inner = (of: z.$ZodType): Making => fitting(of, inside)
  switch (def.type) {
    case 'string': return texts(def as z.$ZodStringFormatDef, place)
    case 'number': return numbers(def, place)
    case 'boolean': return fc.boolean()
    case 'literal': return fc.constantFrom(...def.values as string[])
    case 'enum':
      return edged(place, fc.constantFrom(...Object.values(def.entries)), fc.constantFrom(...attacks))
    case 'null': return fc.constant(null)
    case 'nullable': return perhaps(place, inner(def.innerType), null)
    case 'optional': case 'default': case 'prefault':
      return perhaps(place, inner(def.innerType), undefined)
    case 'nonoptional': case 'readonly': case 'catch': case 'success': case 'promise':
      return inner(def.innerType)
    case 'array': return lists(def, inside)
    case 'object': return fc.record(Object.fromEntries(Object.entries(def.shape).map(([name, shape]) =>
      [name, fitting(shape, { ...inside, name })])))
    case 'record': return fc.dictionary(inner(def.keyType).map(keyOf), inner(def.valueType), { maxKeys: 4 })
    case 'union': return fc.oneof(...def.options.map(inner))
    case 'intersection': return fc.tuple(inner(def.left), inner(def.right)).map(([left, right]) =>
      ({ ...left as object, ...right as object }))
    case 'tuple': return fc.tuple(...def.items.map(inner))
    case 'lazy': return place.depth > deepest ? fc.constant(null) : inner(def.getter())
    case 'pipe': return pipes(def, place)
    default: return anything(place)
  }
}

const keyOf = (key: Value): string => typeof key === 'string' ? key : key instanceof Known ? key.name : 'key'

/** A pipe that reshapes a text is met by what it comes to, and now and then by what goes in. */
function pipes(def: z.$ZodPipeDef, place: Place): Making {
  const before = fitting(def.in, place), after = fitting(def.out, place)
  if (typeOf(def.out) === 'transform') return before
  if (typeOf(def.in) === 'transform') return after
  const isSame = typeOf(def.out) === typeOf(def.in) || typeOf(def.in) === 'pipe'
  return isSame ? edged(place, after, before) : before
}

const typeOf = (schema: z.$ZodType): string => schema._zod.def.type
const perhaps = ({ manner }: Place, there: Making, absent: null | undefined): Making =>
  manner === 'full' ? there : fc.oneof({ weight: 2, arbitrary: there }, fc.constant(absent))
/** What lies outside comes once in so many leaves. */
const edged = ({ manner }: Place, within: Making, beyond: Making): Making =>
  manner !== 'wild' ? within : fc.oneof({ weight: 20, arbitrary: within }, { weight: 1, arbitrary: beyond })
const known = ({ name, manner }: Place, otherwise: Making): Making =>
  fc.tuple(fc.nat(999), fc.nat(8), otherwise).map(([at, one, other]) =>
    new Known({ name, at, foreign: manner === 'wild' && one === 0, otherwise: other }))

type Bounds = { least: number | null; most: number | null; patterns: RegExp[]; isWhole: boolean }

/** The bounds that a schema's checks set, for lengths as for numbers. */
function boundsOf(def: z.$ZodTypeDef): Bounds {
  const bounds: Bounds = { least: null, most: null, patterns: [], isWhole: false }
  const own = 'check' in def ? [def as unknown as z.$ZodCheckDef] : []
  const checks = [...own, ...(def.checks ?? []).map((check) => check._zod.def)]
  for (const check of checks as (z.$ZodChecks['_zod']['def'])[]) {
    if (check.check === 'min_length') bounds.least = check.minimum
    if (check.check === 'max_length') bounds.most = check.maximum
    if (check.check === 'length_equals') bounds.least = bounds.most = check.length
    if (check.check === 'greater_than') bounds.least = Number(check.value) + (check.inclusive ? 0 : 1)
    if (check.check === 'less_than') bounds.most = Number(check.value) - (check.inclusive ? 0 : 1)
    if (check.check === 'number_format') bounds.isWhole ||= /int/.test(check.format)
    if (check.check === 'string_format' && check.pattern) bounds.patterns.push(check.pattern)
  }
  return bounds
}

function texts(def: z.$ZodStringFormatDef, place: Place): Making {
  if (def.format === 'uuid' || def.format === 'guid') return ids(place)
  if (def.format === 'date') return edged(place, days, fc.constantFrom(...no_days))
  if (def.format === 'datetime') return edged(place, instants, days)
  const { least, most, patterns } = boundsOf(def)
  const shortest = least ?? 0, longest = most ?? 2_000
  const told = known(place, patterns.length > 0 ? matching(patterns, longest) : fc.constantFrom(...words))
  const beyond = fc.constantFrom('x'.repeat(longest + 1), '米'.repeat(longest + 1),
    'x'.repeat(Math.max(shortest - 1, 0)), ' '.repeat(Math.max(shortest, 1)))
  // An op_key is made for one act: another's is the exception.
  const told_weight = place.name === 'op_key' ? 1 : 24
  if (patterns.length > 0)
    return edged(place, fc.oneof({ weight: told_weight, arbitrary: told },
      { weight: 8, arbitrary: matching(patterns, longest) }),
      fc.oneof(beyond, fc.constantFrom(...attacks)))
  const cut = (text: string): string => cutTo(text, longest)
  const around = fc.tuple(fc.constantFrom('x', '米', '👨‍👩‍👧', 'é', ' ', `'`),
    fc.constantFrom(shortest, shortest + 1, longest - 1, longest))
    .map(([letter, length]) => cutTo(letter.repeat(Math.max(length, 0)), length))
  return edged(place, fc.oneof(
    { weight: 4, arbitrary: told }, { weight: 2, arbitrary: fc.constantFrom(...words) },
    { weight: 3, arbitrary: fc.constantFrom(...attacks).map(cut) },
    { weight: 2, arbitrary: fc.constantFrom(...oddTexts).map(cut) }, around), beyond)
}

const words = ['米', '五常大米 5kg', '周敏华', 'rice', '0001', '蔬菜', '袋', 'a', 'op-key-0001', '2026-05-16']
const no_days = ['0000-01-01', '2023-02-29', '2026-1-1', '20260516', '']
const year_1 = new Date('0001-01-01T00:00:00Z'), year_9999 = new Date('9999-12-31T23:59:59.999Z')
const dates = fc.oneof(
  fc.date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
  fc.date({ min: year_1, max: year_9999, noInvalidDate: true }), fc.constantFrom(year_1, year_9999))
const days = dates.map((date) => date.toISOString().slice(0, 10))
const instants = fc.tuple(dates, fc.constantFrom('Z', '+08:00', '-23:59', '+14:00'))
  .map(([date, zone]) => date.toISOString().replace('Z', zone))

/** Letters counted as a string counts them, but never half of one. */
function cutTo(text: string, length: number): string {
  const cut = text.slice(0, length)
  return cut.isWellFormed() || !text.isWellFormed() ? cut : cut.slice(0, -1)
}

function ids(place: Place): Making {
  const own = known(place, fc.uuid())
  if (place.manner !== 'wild') return own
  return fc.oneof({ weight: 12, arbitrary: own }, { weight: 2, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: known({ ...place, name: 'id' }, fc.uuid()) },
    fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '01930000-0000-7000-8000-ABCDEFABCDEF', '{01930000-0000-7000-8000-000000000000}', '1', ''))
}

/** Texts of the first pattern that fit the others too; a pattern that cannot be turned round gives words. */
function matching(patterns: readonly RegExp[], longest: number): Making {
  const fitsAll = (text: string): string => {
    const cut = cutTo(text, longest)
    return patterns.every((pattern) => pattern.test(cut)) ? cut : text
  }
  try {
    return fc.stringMatching(patterns[0]!, { size: 'small' }).map(fitsAll)
  } catch {
    return fc.constantFrom(...words)
  }
}

function numbers(def: z.$ZodNumberDef, place: Place): Making {
  const { least, most, isWhole } = boundsOf(def)
  const low = least ?? Number.MIN_SAFE_INTEGER, high = most ?? Number.MAX_SAFE_INTEGER
  const near = [low, low + 1, high - 1, high, 0, 1, 2, 3, 100, 1_000, 1_234, 5_000, 50_000]
  const within = near.filter((value) => value >= low && value <= high)
  const some = isWhole ? fc.integer({ min: Math.max(low, -(2 ** 31)), max: Math.min(high, 2 ** 31 - 1) })
    : fc.double({ min: low, max: high, noNaN: true })
  return edged(place, fc.oneof({ weight: 4, arbitrary: known(place, fc.constantFrom(...within)) },
    { weight: 3, arbitrary: fc.constantFrom(...within) }, some),
  fc.constantFrom(low - 1, high + 1, low + 0.5, -1, 0, 1e21))
}

function lists(def: z.$ZodArrayDef, place: Place): Making {
  const { least, most } = boundsOf(def)
  const element = fitting(def.element, place)
  const minLength = Math.max(least ?? 0, 0), longest = most ?? 50
  const usual = fc.array(element, { minLength, maxLength: Math.min(minLength + 3, longest) })
  const repeated = (length: number): Making => element.map((one) => Array.from({ length }, () => one))
  return edged(place, fc.oneof({ weight: 9, arbitrary: usual }, repeated(longest)), repeated(longest + 1))
}

/** Any JSON, for what has no shape of its own; what is known under the field's name comes most. */
function anything(place: Place): Making {
  const scalar: Making = fc.oneof(fc.constantFrom(null, true, false, 0, 1, -1, 1.5, 1e300),
    fc.constantFrom(...attacks), fc.constantFrom(...oddTexts))
  return fc.oneof({ weight: 6, arbitrary: known(place, scalar) }, { weight: 3, arbitrary: scalar },
    fc.array(scalar, { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...attacks, 'a', 'kind'), scalar, { maxKeys: 3 }))
}
