import { fill, yuan } from '#contract/text.ts'
import { en } from '#contract/texts/en.ts'
import { zh } from '#contract/texts/zh.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { CommitInDoubt, isUnreached, sqlState } from '#kernel/db.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { RefusalParams } from '#kernel/refusal.ts'

export type Language = 'zh' | 'en'
export type FieldFault = { path: string; message: string }
/** What a caller is told when the answer is no. */
export type ErrorBody = {
  code: TextKey; message: string; params: RefusalParams; fields?: FieldFault[]; request_id: string
}

/** Input that does not fit its schema: `bad_input` with the faults field by field. */
export class BadInput extends Refusal {
  readonly fields: readonly FieldFault[]
  constructor(fields: readonly FieldFault[]) {
    super('bad_input', { fields: Math.max(fields.length, 1) })
    this.fields = fields
  }
}

/** The largest body taken. A basket of 500 lines is a tenth of it. */
export const body_max_kb = 512

/** A refusal is 409 unless its code stands here or ends in `_unknown` (404). */
const statuses: Partial<Record<TextKey, number>> = {
  bad_input: 400, not_signed_in: 401, session_ended: 401, sign_in_wrong: 401, operator_sign_in_wrong: 401,
  not_permitted: 403, password_must_change: 403, second_factor_must_set: 403, not_a_till: 403,
  wrong_origin: 403, not_found: 404, feature_off: 404, body_too_large: 413,
  sign_in_too_often: 429, pin_too_soon: 429, pin_locked: 429,
  too_often: 429, broken: 500, busy_try_again: 503, outcome_unknown: 503,
}
export const statusOf = (code: TextKey): number => statuses[code] ?? (code.endsWith('_unknown') ? 404 : 409)

/** States of the database that pass by themselves: two transactions met, one waited too long. */
const passing = /^(40001|40P01|55P03|57014|25P03|25P04)$/

/** Whether the same request may well succeed in a moment. */
export const isPassing = (error: unknown): boolean =>
  isUnreached(error) || passing.test(sqlState(error) ?? '')

/** What Fastify itself refuses before a route sees it. */
function refusalOfFastify(error: Error, limit_kb: number): Refusal | null {
  const { code = '', statusCode = 500 } = error as Error & { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('body_too_large', { limit_kb })
  if (code.startsWith('FST_ERR_CTP_') || statusCode === 400) return new BadInput([])
  // 414: a part of the address longer than anything of ours; 403: one that climbs out of the screens' folder.
  return statusCode === 404 || statusCode === 414 || statusCode === 403 ? new Refusal('not_found') : null
}

/** The "no" behind an error. Whatever is neither a refusal nor passing is a bug of ours: `broken`. */
export function refusalOf(
  error: unknown, { request_id, limit_kb }: { request_id: string; limit_kb: number },
): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof CommitInDoubt) return new Refusal('outcome_unknown')
  if (isPassing(error)) return new Refusal('busy_try_again')
  const refused = error instanceof Error ? refusalOfFastify(error, limit_kb) : null
  return refused ?? new Refusal('broken', { request_id })
}

export function bodyOf(refusal: Refusal, language: Language, request_id: string): ErrorBody {
  return {
    code: refusal.code, message: sentenceOf(refusal, language), params: refusal.params,
    ...refusal instanceof BadInput ? { fields: refusal.fields.map((fault) => inWords(fault, language)) } : {},
    request_id,
  }
}

/** A refusal in words. Amounts in fen are shown as yuan. */
export function sentenceOf({ code, params }: Refusal, language: Language): string {
  const shown = Object.entries(params).map(([name, value]) =>
    [name, name.endsWith('_fen') && typeof value === 'number' ? `¥${yuan(value)}` : value] as const)
  return fill(textsIn(language)[code], Object.fromEntries(shown))
}

/** A schema may name a text instead of a sentence: 'phone_wrong'. */
function inWords({ path, message }: FieldFault, language: Language): FieldFault {
  return { path, message: Object.hasOwn(zh, message) ? textsIn(language)[message as TextKey] : message }
}

export const textsIn = (language: Language): Record<TextKey, string> => language === 'zh' ? zh : en

/** The first language of the caller's list that we speak; Chinese where there is none. */
export function languageOf(accepted: string | undefined): Language {
  return /(?:^|,)\s*(zh|en)\b/i.exec(accepted ?? '')?.[1]?.toLowerCase() === 'en' ? 'en' : 'zh'
}
