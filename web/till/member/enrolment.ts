import { isUnder14 } from '../../ui/birthday.ts'

/** The form of a new member, as typed and ticked. */
export type Enrolment = {
  phone: string
  name: string
  birthday: string
  service: boolean
  marketing: boolean
  guardian_name: string
  guardian_phone: string
  guardian: boolean
}

const isPhone = (typed: string): boolean => /^1[3-9]\d{9}$/.test(typed.replace(/^\s*(\+?86)?|[\s-]/g, ''))

/** The first thing that is missing, as a text key; null when it can be sent. */
export function whyNotEnrol(form: Enrolment, today: string) {
  if (!isPhone(form.phone)) return 'why_phone' as const
  if (form.name.trim() === '') return 'why_name' as const
  if (!form.service) return 'why_consent' as const
  const guarded = form.guardian && form.guardian_name.trim() !== '' && isPhone(form.guardian_phone)
  return isUnder14(form.birthday, today) && !guarded ? ('why_guardian' as const) : null
}

/** The words that were shown, by version. */
export type Shown = { service: number; marketing: number; guardian: number }

export function enrolmentOf(form: Enrolment, at: { store_id: string; today: string; wordings: Shown }) {
  const child = isUnder14(form.birthday, at.today)
  return {
    store_id: at.store_id,
    phone: form.phone.trim(),
    name: form.name.trim(),
    birthday: form.birthday || null,
    consent_service: true as const,
    consent_marketing: form.marketing,
    guardian: child ? { name: form.guardian_name.trim(), phone: form.guardian_phone.trim() } : null,
    wordings: at.wordings,
  }
}
