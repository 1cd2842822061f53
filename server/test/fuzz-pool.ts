import { Known, Raw, Widened } from './fuzz-values.ts'
import type { Value } from './fuzz-values.ts'

/** What is known by name: of the chain that is asked, and of another one. Answers add to it. */
export type Pool = {
  /** Puts a value among those known under a name; of many the latest are kept. */
  learn: (name: string, value: unknown) => void
  /** Learns every field of an answer. */
  learnAll: (answer: unknown) => void
  /** What stands for a known value now; where nothing is known under the name, the known's own otherwise. */
  pick: (known: Known) => Value
  /** Keeps an input that was answered with yes, and hands one back, counted round: others come of it. */
  keepExample: (endpoint: string, parts: Parts) => void
  example: (endpoint: string, at: number) => Parts | null
}
/** The input of a request. Where the endpoint takes a file, that is its body. */
export type Parts = { params?: Value; query?: Value; body?: Value; file?: File }
export type File = { name: string; type: string; bytes: Buffer }
export type Shelf = Map<string, Value[]>

const most_examples = 8, most_kept = 40, longest_kept = 200, most_learnt = 400

export function openPool(first: { own: Shelf; foreign: Shelf }): Pool {
  const own: Shelf = new Map([...first.own].map(([name, values]) => [name, [...values]]))
  const learn = (name: string, value: unknown): void => {
    const isKept = typeof value === 'number' || (typeof value === 'string' && value.length <= longest_kept)
    if (!isKept) return
    if (name.endsWith('_id') && name !== 'chain_id') put('id', value)
    put(name, value)
  }
  const put = (name: string, value: Value): void => {
    const values = own.get(name) ?? []
    if (values.includes(value)) return
    own.set(name, [...values, value].slice(-most_kept))
  }
  const learnAll = (answer: unknown): void => {
    let left = most_learnt
    const walk = (value: unknown, name: string): void => {
      if ((left -= 1) < 0) return
      if (Array.isArray(value)) for (const part of value) walk(part, name)
      else if (value !== null && typeof value === 'object')
        for (const [field, part] of Object.entries(value)) walk(part, field === 'id' ? `${name}_id` : field)
      else learn(name === 'next' ? 'cursor' : name, value)
    }
    walk(answer, '')
  }
  const pick = ({ name, at, foreign, otherwise }: Known): Value => {
    const shelf = foreign ? first.foreign : own
    const isId = name.endsWith('_id')
    const values = (shelf.get(name) ?? shelf.get(isId ? 'id' : 'words') ?? [])
      .filter((value) => typeof value === typeof otherwise || typeof otherwise === 'object')
    return values.length === 0 ? otherwise : values[at % values.length]
  }
  const examples = new Map<string, Parts[]>()
  return {
    learn, learnAll, pick,
    keepExample(endpoint, parts) {
      examples.set(endpoint, [...examples.get(endpoint) ?? [], parts].slice(-most_examples))
    },
    example(endpoint, at) {
      const kept = examples.get(endpoint)
      return kept ? kept[at % kept.length]! : null
    },
  }
}

/** A value with everything known put in. */
export function resolved(value: Value, pool: Pool): Value {
  if (value instanceof Known) return pool.pick(value)
  if (value instanceof Raw || value === null || typeof value !== 'object') return value
  if (value instanceof Widened) return new Widened(resolved(value.base, pool), value.tail)
  if (Array.isArray(value)) return value.map((part: Value) => resolved(part, pool))
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part, pool)]))
}

/** A resolved value as JSON text, with its raw pieces as they stand. */
export function jsonText(value: Value): string {
  if (value instanceof Raw) return value.text
  if (value instanceof Widened) {
    const text = jsonText(value.base)
    return text.startsWith('{') ? `${text.slice(0, -1)}${text === '{}' ? '' : ','}${value.tail}}` : text
  }
  if (Array.isArray(value)) return `[${value.map((part: Value) => jsonText(part ?? null)).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  const fields = Object.entries(value as Record<string, Value>).filter(([, part]) => part !== undefined)
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${jsonText(part)}`).join(',')}}`
}
