/** The form of a new member, as typed and ticked. */
export type Enrolment = {
  phone: string
  name: string
  birthday: string
  service: boolean
  marketing: boolean
}

/** The first thing that is missing, as a text key; null when it can be sent. */
export function whyNotEnrol({ phone, name, service }: Enrolment) {
  const digits = phone.replace(/^\s*(\+?86)?|[\s-]/g, '')
  if (!/^1[3-9]\d{9}$/.test(digits)) return 'why_phone' as const
  if (name.trim() === '') return 'why_name' as const
  return service ? null : ('why_consent' as const)
}

export function enrolmentOf({ phone, name, birthday, marketing }: Enrolment, store_id: string) {
  return {
    store_id,
    phone: phone.trim(),
    name: name.trim(),
    birthday: birthday || null,
    consent_service: true as const,
    consent_marketing: marketing,
  }
}
