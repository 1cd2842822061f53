import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isBankAccount, isIdNumber, maskName, maskOf, passesLuhn, plainOf } from './masks.ts'

test('a name is shown by its first and last sign', () => {
  const cases: [string, string][] = [
    ['周敏华', '周*华'], ['李华', '李*'], ['周', '周*'], ['欧阳小红', '欧**红'], ['Li Hua', 'L***a'],
    ['👨‍👩‍👧‍👦🍊阿姨', '👨‍👩‍👧‍👦**姨'], [`长${'长'.repeat(58)}尾`, '长***尾'],
  ]
  for (const [name, masked] of cases) expect(maskName(name), name).toBe(masked)
})

test('an ID number has a day that there was and a check sign that fits (GB 11643)', () => {
  const cases: [string, boolean][] = [
    ['11010519491231002X', true], ['440524188001010014', true], ['110105194912310021', false],
    ['11010519491331002X', false], ['11010519490230002X', false], ['01010519491231002X', false],
    ['110105491231002', false], ['11010519491231002x', false], ['', false],
  ]
  for (const [number, fits] of cases) expect(isIdNumber(number), number).toBe(fits)
  expect(plainOf('id_number', ' １１０１０５ 19491231-002x ')).toBe('11010519491231002X')
})

test('one wrong digit in an ID number is always noticed', () => {
  const right = '440524188001010014'
  fc.assert(fc.property(fc.nat(16), fc.nat(9), (place, digit) => {
    const typed = right.slice(0, place) + String(digit) + right.slice(place + 1)
    expect(isIdNumber(typed)).toBe(typed === right)
  }))
})

test('a bank account is digits; Luhn tells the usual cards', () => {
  const cases: [string, boolean, boolean][] = [
    ['6222021234567890128', true, passesLuhn('6222021234567890128')], ['4111111111111111', true, true],
    ['4111111111111112', true, false], ['1234567', false, false], ['62220212345A7890', false, false],
  ]
  for (const [account, fits, usual] of cases) {
    expect(isBankAccount(account), account).toBe(fits)
    if (fits) expect(passesLuhn(account), account).toBe(usual)
  }
})

test('what is shown of a sealed field leaves most of it out', () => {
  expect(maskOf.id_number('11010519491231002X')).toBe('1****************X')
  expect(maskOf.bank_account('4111111111111111')).toBe('**** 1111')
  expect(maskOf.guardian_phone('13812345678')).toBe('138****5678')
})
