import type { Endpoint } from '#contract/endpoint.ts'
import type { LightMyRequestResponse } from 'fastify'
import { ask } from '../served.ts'
import type { Input } from './fields.ts'
import type { Ground } from './ground.ts'
import type { Caller } from './people.ts'
import { amounts, held, signs } from './things.ts'

/** From somewhere in the shop's network: nobody the walk sends is on the server's own machine. */
const from = '192.168.1.9'

/** Asks as whoever holds the cookie; nobody where there is none. */
export async function askAs(
  { served }: Pick<Ground, 'served'>, endpoint: Endpoint,
  { cookie, input }: { cookie?: string; input: Input },
): Promise<LightMyRequestResponse> {
  const as = { remoteAddress: from, ...cookie ? { cookie } : {} }
  return await ask(served.app, endpoint, { ...input, as })
}

/** What differs between any two answers. */
const own_of_each = new Set(['date', 'x-request-id', 'content-length'])

/**
 * All that an answer tells, but for what tells it apart from any other: its number, its moment, and the very
 * value that was asked for.
 */
export function told(response: LightMyRequestResponse, asked: string): string {
  const headers = Object.entries(response.headers).filter(([name]) => !own_of_each.has(name))
    .map(([name, value]) => `${name}: ${String(value)}`).toSorted()
  const { request_id: _, ...body } = jsonOf(response)
  return [response.statusCode, JSON.stringify(body).replaceAll(asked, '…'), ...headers].join('\n')
}

export function jsonOf({ body, headers }: LightMyRequestResponse): Record<string, unknown> {
  const is_json = String(headers['content-type']).startsWith('application/json')
  return is_json ? JSON.parse(body) as Record<string, unknown> : { body }
}

export const isYes = ({ statusCode }: LightMyRequestResponse): boolean => statusCode < 300

export const codeOf = (response: LightMyRequestResponse): string =>
  response.statusCode < 300 ? String(response.statusCode) : String(jsonOf(response)['code'])

/** In what an answer shows something that its caller does not reach: one sentence each. */
export function leaksIn(
  ground: Ground, response: LightMyRequestResponse, { stores, scope }: Pick<Caller, 'stores' | 'scope'>,
): string[] {
  const { things } = ground, body = jsonOf(response)
  // What somebody here reached for in vain stands on record here: it is their own word.
  const { rows } = body, others = (row: { verb?: string }) => row.verb !== 'reach.refused'
  const text = JSON.stringify(Array.isArray(rows) ? { ...body, rows: rows.filter(others) } : body)
  const told_of = (side: 'jy' | 'other') => [
    ...text.includes(signs[side]) ? [`a name of ${side}`] : [],
    ...Object.entries(things[side]).filter(([, value]) => value !== undefined && text.includes(value))
      .map(([kind]) => `the ${kind} of ${side}`),
    ...most(body, '_fen') >= amounts[side] ? [`an amount of ${side}`] : [],
    ...most(body, 'principal_fen') >= held[side] ? [`what a member of ${side} holds`] : [],
  ]
  // Whoever sees only what they did themselves sees nothing of a colleague at their own store either.
  const done_by_others = scope === 'own' ? (['member', 'phone', 'sale', 'receipt', 'token'] as const) : []
  return [
    ...told_of('other'), ...stores === 'all' ? [] : told_of('jy'),
    ...done_by_others.filter((kind) => text.includes(things.gh[kind]!))
      .map((kind) => `the ${kind} of a colleague`),
  ]
}

/** The greatest amount anywhere in an answer whose name ends so. */
function most(value: unknown, ending: string, name = ''): number {
  if (typeof value === 'number') return name.endsWith(ending) ? value : 0
  if (value === null || typeof value !== 'object') return 0
  return Math.max(0, ...Object.entries(value).map(([key, part]) =>
    most(part, ending, Array.isArray(value) ? name : key)))
}

/** The lines in which two answers differ. */
export function difference(one: string, other: string): string {
  const first = one.split('\n'), second = other.split('\n')
  const only = (lines: string[], rest: string[]) => lines.filter((line) => !rest.includes(line)).join(' | ')
  return `${only(first, second)}\n  but ${only(second, first)}`
}

/** An answer without what two acts of one kind differ in anyhow: ids, moments and numbers. */
export const plain = (answer: string): string => answer
  .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'an id')
  .replaceAll(/("first_password":)"[^"]*"/g, '$1"…"').replaceAll(/\d+/g, '#')
