import { zh } from '#contract/texts/zh.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { statusOf } from '../src/http/errors.ts'
import { leaksIn } from './fuzz-texts.ts'

/** An answer as it came, over a socket or through `inject`. */
export type Heard = { status: number; headers: Record<string, unknown>; text: string; method: string }

/** What an answer calls itself. */
export function typeOf({ headers }: Pick<Heard, 'headers'>): string {
  const type = headers['content-type']
  return typeof type === 'string' ? type : ''
}

/** How many characters of an answer are looked through: the patterns must not become the slow part. */
const looked_through = 60_000

/** Everything wrong with an answer, whatever was asked: one sentence each. */
export function faultsOf(heard: Heard): string[] {
  const { status, headers, text } = heard
  const whole = `${Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`).join('\n')}\n${
    text.slice(0, looked_through)}`
  return [
    ...status >= 500 ? [`answered ${status}`] : [],
    ...status < 200 || status > 599 ? [`answered with the status ${status}`] : [],
    ...leaksIn(whole).map((leak) => `tells ${leak}`),
    ...'x-injected' in headers || 'x-powered-by' in headers ? ['has a header that nobody meant'] : [],
    ...status >= 400 ? refusalFaults(heard) : bodyFaults(heard),
  ]
}

/** What a text says as JSON; undefined where it says nothing. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const holesIn = (code: TextKey): string[] => [...zh[code].matchAll(/\{(\w+)\}/g)].map(([, hole = '']) => hole)

/** A refusal has our form: a code that has a text, the text filled, its number in header and body. */
function refusalFaults({ status, headers, text, method }: Heard): string[] {
  if (method === 'HEAD' && text === '') return []
  const body = parsed(text) as Record<string, unknown> | null | undefined
  if (body === null || typeof body !== 'object') return [`refuses in no form of ours: ${text.slice(0, 200)}`]
  const { code, message, params, fields, request_id, ...others } = body
  const isCode = typeof code === 'string' && Object.hasOwn(zh, code)
  return [
    ...isCode ? [] : [`refuses with the unknown code ${String(code)}`],
    ...isCode && statusOf(code as TextKey) !== status ? [`answers ${status} with the code ${code}`] : [],
    ...typeof message === 'string' && message !== '' ? [] : ['refuses without a word'],
    ...isCode ? holesIn(code as TextKey).filter((hole) => !Object.hasOwn(Object(params), hole))
      .map((hole) => `refuses with the hole {${hole}} in the text of ${code}`) : [],
    ...params !== null && typeof params === 'object' ? [] : ['refuses without params'],
    ...fields === undefined || Array.isArray(fields) ? [] : ['names fields in no list'],
    ...typeof request_id === 'string' && request_id.length >= 16 ? [] : ['refuses without a number'],
    ...headers['x-request-id'] === request_id ? [] : ['has one number in its header and another in its body'],
    ...Object.keys(others).length === 0 ? [] : [`refuses with more: ${Object.keys(others).join(', ')}`],
    ...typeOf({ headers }).startsWith('application/json') ? [] : ['refuses in no JSON'],
  ]
}

/** What is answered with yes is whole: JSON that can be read, every number in it exact. */
function bodyFaults({ headers, text, method }: Heard): string[] {
  if (!typeOf({ headers }).startsWith('application/json')) return []
  if (text === '') return method === 'HEAD' ? [] : ['answers JSON with nothing in it']
  const inexact = /[:[,]\s*(-?\d{16,})(?=[,}\]])/.exec(text.slice(0, looked_through))
  return [
    ...parsed(text) === undefined ? [`answers what is no JSON: ${text.slice(0, 200)}`] : [],
    ...inexact && !Number.isSafeInteger(Number(inexact[1]))
      ? [`answers the inexact number ${inexact[1]}`] : [],
  ]
}

/** Which answers never came as far as the verb. */
const turnedAway = new Set([
  'bad_input', 'not_signed_in', 'session_ended', 'not_permitted', 'feature_off', 'wrong_origin',
  'body_too_large',
])

/** The code of a refusal, or null. */
export function codeOf({ status, text }: Heard): string | null {
  const body = status >= 400 ? parsed(text) as { code?: unknown } | undefined : undefined
  return typeof body?.code === 'string' ? body.code : null
}
export const hasReached = (heard: Heard): boolean =>
  heard.status < 400 || !turnedAway.has(codeOf(heard) ?? 'bad_input')

type Logged = { request_id?: string; err?: { message: string; stack: string } }

const phones = /(?<![\w.-])1[3-9]\d{9}(?![\w.-])/

/**
 * Reads the log as it is written: what must not stand in a line, and the words of what broke, by request.
 */
export function openLog(secrets: () => readonly string[]) {
  const faults = new Set<string>(), broken = new Map<string, string>()
  return {
    write(line: string): void {
      const phone = phones.exec(line)?.[0]
      if (phone) faults.add(`the log holds the phone ${phone}: ${line.slice(0, 300)}`)
      for (const secret of secrets())
        if (line.includes(secret)) faults.add(`the log holds ${secret}: ${line.slice(0, 300)}`)
      const { request_id, err } = (parsed(line) ?? {}) as Logged
      if (request_id && err) broken.set(request_id, `${err.message}\n${err.stack}`)
      if (broken.size > 500) broken.delete(broken.keys().next().value!)
    },
    faults,
    /** What the log says about a request that broke. */
    about: (request_id: unknown): string => broken.get(String(request_id)) ?? '',
  }
}
export type Log = ReturnType<typeof openLog>
