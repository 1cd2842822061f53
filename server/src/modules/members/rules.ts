import type { ConsentChannel, ConsentKind } from '#contract/consents.ts'
import type { genders, MemberCard } from '#contract/members.ts'
import { asFen } from '#contract/money.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { addMonths } from '#kernel/clock.ts'
import { nameWanted } from '#kernel/grams.ts'
import type { NameWanted } from '#kernel/grams.ts'
import { lettersOf } from '#kernel/spelling.ts'
import { maskName } from './masks.ts'

export type Gender = (typeof genders)[number]

/** A member as the house shows one. The phone in full is sealed and not part of it (R1.64). */
export type Profile = {
  member_id: string; name: string; phone_masked: string; phone_last4: string; birthday: string | null
  gender: Gender | null; note: string; store_id: string
  joined_at: Date; joined_on: string; last_visit_at: Date | null; erased_at: Date | null
}

/** One answer as it was given. The newest row of a kind is in force. */
export type Consent = {
  id: string; kind: ConsentKind; given: boolean; at: Date; wording_version: number; channel: ConsentChannel
  store_id: string | null; staff_id: string
}

/** Whether the newest answer of a kind is yes; rows come newest first. */
export const isGiven = (consents: readonly Consent[], kind: ConsentKind): boolean =>
  consents.find((one) => one.kind === kind)?.given ?? false

/** The accounts every member has. Points may fall below zero when spent ones are clawed back (C5). */
export const member_accounts = [
  { id: 'principal', unit: 'fen', floor: 0 }, { id: 'bonus', unit: 'fen', floor: 0 },
  { id: 'points', unit: 'points', floor: null },
] as const

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
    joined_on: profile.joined_on, birthday: profile.birthday, note: profile.note,
    last_visit_at: profile.last_visit_at?.toISOString() ?? null,
    holdings: {
      principal_fen: asFen(held?.['principal'] ?? 0), bonus_fen: asFen(held?.['bonus'] ?? 0),
      points: held?.['points'] ?? 0,
    },
  }
}

/** A member whom no store in reach knows: enough to serve them, and no more (R3.06). */
export const strangerOf = (profile: Profile): Profile =>
  ({ ...profile, name: maskName(profile.name), birthday: null, note: '' })

export type Visit = { member_id: string; store_id: string; first_at: Date; last_at: Date }

/** The visits in some notes of sales and top-ups: one for each member and store; walk-ins are passed over. */
export function visitsIn(
  notes: readonly { owner_id: string; data: Record<string, unknown>; at: Date }[],
): Visit[] {
  const visits = new Map<string, Visit>()
  for (const { owner_id: store_id, data, at } of notes) {
    const member_id = data['member_id']
    if (typeof member_id !== 'string') continue
    const seen = visits.get(`${member_id} ${store_id}`)
    visits.set(`${member_id} ${store_id}`, {
      member_id, store_id, first_at: seen && seen.first_at < at ? seen.first_at : at,
      last_at: seen && seen.last_at > at ? seen.last_at : at,
    })
  }
  return [...visits.values()]
}

/** A birthday lies before today; under 14 a guardian must agree first (C19). */
export function whyNotBorn(
  birthday: string | null, { today, guardian }: { today: string; guardian: boolean },
): TextKey | null {
  if (birthday === null) return null
  if (birthday >= today || birthday < addMonths(today, -150 * 12)) return 'birthday_wrong'
  return isUnder14(birthday, today) && !guardian ? 'under_14' : null
}

export const isUnder14 = (birthday: string | null, today: string): boolean =>
  birthday !== null && addMonths(birthday, 14 * 12) > today

/** What is to be settled before a member is erased (C19); null where nothing is. A debt is no asset. */
export function stillHeld(held: Record<string, number>) {
  const sumOf = (name: string) =>
    Math.max(0, held[name] ?? 0) + Math.max(0, held[`${name}.reserved`] ?? 0)
  const left = { principal_fen: sumOf('principal'), bonus_fen: sumOf('bonus'), points: sumOf('points') }
  return Object.values(left).some((amount) => amount > 0) ? left : null
}

/** What the books call a member whose profile was erased: the end of their id. */
export const pseudonymOf = (member_id: string): string => `#${member_id.slice(-8)}`
