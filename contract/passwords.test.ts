import { expect, test } from 'vitest'
import { newPassword, whyNotPassword } from './passwords.ts'

test('what is guessed first is refused, and nothing is asked for but length', () => {
  const cases: [string, string | null][] = [
    ['12345678', 'password_common'], ['87654321', 'password_common'], ['11111111', 'password_common'],
    ['abababab', 'password_common'], ['12121212', 'password_common'], ['abcd1234', 'password_common'],
    ['Password1', 'password_common'], ['PASSWORD2024!', 'password_common'],
      ['admin123456', 'password_common'],
    ['qwertyuiop', 'password_common'], ['shuke888', 'password_common'], ['ｐａｓｓｗｏｒｄ１２３', 'password_common'],
    ['13800000001', 'password_is_phone'], ['woaini520', null], ['osmanthus-road-7', null], ['x7k2m9q4', null],
    ['correct horse', null], ['桂花巷子里的米店', null], ['abc-pq7-xyz-ru3', null],
  ]
  for (const [password, why] of cases) expect([password, whyNotPassword(password)]).toEqual([password, why])
})

test('a field names the reason, so that the screen and the server say the same', () => {
  const faultsOf = (text: string) =>
    newPassword.safeParse(text).error?.issues.map(({ code, message }) => code === 'custom' ? message
      : code) ?? []
  expect(faultsOf('1234567890')).toEqual(['password_common'])
  expect(faultsOf('123456789')).toEqual(['too_small'])
  expect(faultsOf('a'.repeat(201))).toContain('too_big')
  expect(faultsOf('osmanthus-road-7')).toEqual([])
})
