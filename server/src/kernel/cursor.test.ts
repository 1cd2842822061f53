import { expect, test } from 'vitest'
import { cursorOf, keyAt, pageOf } from './cursor.ts'

test('a page ends with the key of its last row, and only such a key is read back', () => {
  const { rows, next } = pageOf(['a', 'b', 'c'], 2, (row) => [row])
  expect(rows).toEqual(['a', 'b'])
  expect(keyAt(next!, [/^b$/])).toEqual(['b'])
  expect(pageOf(['a', 'b'], 2, (row) => [row]).next).toBeNull()
  expect(keyAt(undefined, [/x/])).toBeNull()
  for (const [cursor, shape] of [
    ['not-ours', [/x/]], [cursorOf(['a', 'b']), [/a/]], [cursorOf(['a']), [/b/]],
    [Buffer.from('[1]').toString('base64url'), [/1/]],
  ] as [string, RegExp[]][])
    expect(() => keyAt(cursor, shape), cursor).toThrow('bad_input')
})
