import type { TextKey } from '#contract/texts/zh.ts'
import { addMonths } from '#kernel/clock.ts'
import type { consents, MemberCard } from '#contract/members.ts'
import { asFen } from '#contract/money.ts'
import { nameWanted } from '#kernel/grams.ts'
import type { NameWanted } from '#kernel/grams.ts'
import { lettersOf } from '#kernel/spelling.ts'

/** A member as the house shows one. The phone in full is sealed and not part of it (R1.64). */
export type Profile = {
  member_id: string; name: string; phone_masked: string; phone_last4: string; birthday: string | null
  store_id: string
  joined_at: Date; joined_on: string; last_visit_at: Date | null
}

export type ConsentKind = (typeof consents)[number]
export type Consent = { kind: ConsentKind; given: boolean; at: Date }

/** The accounts every member has. Points may fall below zero when spent ones are clawed back (C5). */
export const member_accounts = [
  { id: 'principal', unit: 'fen', floor: 0 }, { id: 'bonus', unit: 'fen', floor: 0 },
  { id: 'points', unit: 'points', floor: null },
] as const

/**
 * Which words the till put to the customer. New words get a new number; old rows keep the one they were given
 * under.
 */
export const wordings: Record<ConsentKind, string> = {
  service: 'till.enrol.service.1', marketing: 'till.enrol.marketing.1',
}

/**
 * What a search looks for: a whole phone, the last four digits, or pieces of a name and letters typed for it.
 */
export type MemberSearch =
  | { by: 'phone'; phone: string }
  | { by: 'last4'; last4: string }
  | { by: 'name'; letters: string | null } & NameWanted

/**
 * Reads what a cashier typed; null where that is nothing. Letters stand for pinyin or initials when they
 * stand alone.
 */
export function searchOf(text: string): MemberSearch | null {
  const typed = text.normalize('NFKC').trim()
  const digits = typed.replace(/[\s-]/g, '').replace(/^\+?86(?=\d{11}$)/, '')
  if (/^\d{11}$/.test(digits)) return { by: 'phone', phone: digits }
  if (/^\d{4}$/.test(digits)) return { by: 'last4', last4: digits }
  const wanted = nameWanted(typed)
  if (wanted.grams.length === 0) return null
  const letters = lettersOf(typed)
  const alone = letters !== '' && letters === typed.toLowerCase().replace(/\s/g, '')
  return { by: 'name', ...wanted, letters: alone ? letters : null }
}

/** A member's card with what they hold; an account that is not there holds nothing. */
export function cardOf(profile: Profile, held: Record<string, number> | undefined): MemberCard {
  return {
    id: profile.member_id, name: profile.name, phone_masked: profile.phone_masked,
    joined_on: profile.joined_on,
    birthday: profile.birthday, last_visit_at: profile.last_visit_at?.toISOString() ?? null,
    holdings: {
      principal_fen: asFen(held?.['principal'] ?? 0), bonus_fen: asFen(held?.['bonus'] ?? 0),
      points: held?.['points'] ?? 0,
    },
  }
}

/** The latest visit of each member in some notes of settled sales; sales to nobody known are passed over. */
export function visitsIn(
  notes: readonly { data: Record<string, unknown>; at: Date }[],
): { member_id: string; at: Date }[] {
  const visits = new Map<string, Date>()
  for (const { data, at } of notes) {
    const member_id = data['member_id']
    if (typeof member_id !== 'string') continue
    const seen = visits.get(member_id)
    if (!seen || seen < at) visits.set(member_id, at)
  }
  return [...visits].map(([member_id, at]) => ({ member_id, at }))
}

/**
 * A birthday lies before today; under 14 a guardian must agree first (C19),
 * which the till cannot ask for yet.
 */
export function whyNotBorn(birthday: string | null, today: string): TextKey | null {
  if (birthday === null) return null
  if (birthday >= today || birthday < addMonths(today, -150 * 12)) return 'birthday_wrong'
  return addMonths(birthday, 14 * 12) > today ? 'under_14' : null
}
