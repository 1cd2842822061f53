import { expect, test } from 'vitest'
import { enrolmentOf, whyNotEnrol, type Enrolment } from './enrolment.ts'

const today = '2026-05-16'
const form = (change: Partial<Enrolment> = {}): Enrolment => ({
  phone: '13812345678', name: '周敏华', birthday: '', service: true, marketing: false, guardian_name: '',
  guardian_phone: '', guardian: false, ...change,
})

test('the first thing that is missing is said', () => {
  const child = { birthday: '2016-03-01' }
  const guardian = { guardian_name: '石大山', guardian_phone: '138 1111 0000', guardian: true }
  const cases: [Partial<Enrolment>, ReturnType<typeof whyNotEnrol>][] = [
    [{}, null], [{ phone: '1381234' }, 'why_phone'], [{ phone: '+86 138-1234 5678' }, null],
    [{ name: ' ' }, 'why_name'], [{ service: false }, 'why_consent'], [child, 'why_guardian'],
    [{ ...child, ...guardian }, null], [{ ...child, ...guardian, guardian: false }, 'why_guardian'],
    [{ ...child, ...guardian, guardian_phone: '138' }, 'why_guardian'], [{ birthday: '2012-05-16' }, null],
    [{ birthday: '2012-05-17' }, 'why_guardian'],
  ]
  for (const [change, why] of cases)
    expect(whyNotEnrol(form(change), today), JSON.stringify(change)).toBe(why)
})

test('a guardian is sent for a child alone, and the words that were shown by their version', () => {
  const at = { store_id: 'gh', today, wordings: { service: 1, marketing: 3, guardian: 2 } }
  const typed = { guardian_name: '石大山', guardian_phone: '13811110000', guardian: true }
  expect(enrolmentOf(form(typed), at))
    .toMatchObject({ guardian: null, birthday: null, wordings: at.wordings })
  expect(enrolmentOf(form({ ...typed, birthday: '2016-03-01' }), at).guardian)
    .toEqual({ name: '石大山', phone: '13811110000' })
})
