import { expect, test } from 'vitest'
import type { When } from '../when.ts'
import { groupsOf, type Found } from './found.ts'
import { withRecent } from './recent.ts'

const words = { when: { moment: () => '5月16日 12:00' } as unknown as When, roleOf: () => '收银员' }
const id = '01a20050-5e4e-78de-b0c3-8b0ebfd6faab'

test('what was found stands kind by kind, and a kind without rows, or not answered, has no heading', () => {
  const groups = groupsOf({
    members: [{ id, name: '周敏华', phone_masked: '139****5678', store: '桂花路店' }], orders: [],
    staff: [{ id, name: '王秀兰', phone_masked: '138****0003', role: { code: 'cashier', name: null } }],
  }, words)
  expect(groups.map(({ kind }) => kind)).toEqual(['members', 'staff'])
  expect(groups[0]!.rows[0]).toEqual({
    key: id, to: `/members/${id}`, icon: 'person', name: '周敏华', note: '139****5678 · 桂花路店',
  })
})

test('what was opened last stands on top, once, and six are enough', () => {
  const found = (key: string): Found => ({ key, to: `/goods/${key}`, icon: 'box', name: key, note: '' })
  const opened = ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g'].reduce<Found[]>((before, key) =>
    withRecent(before, found(key)), [])
  expect(opened.map(({ key }) => key).join('')).toBe('gfedac')
})
