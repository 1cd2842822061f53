import { expect, test } from 'vitest'
import { isSimplePin } from './simple-pin.ts'

test('a PIN of runs and repeats is simple', () => {
  const simple = [
    '123456', '654321', '012345', '567890', '987654', '098765', '111111', '000000', '121212', '123123',
    '112233', '777888',
  ]
  const fine = ['481923', '902715', '110284', '271828', '100000', '135790']
  expect(simple.filter((pin) => !isSimplePin(pin))).toEqual([])
  expect(fine.filter(isSimplePin)).toEqual([])
})
