import { expect, test } from 'vitest'
import { fits, receiptsWanted } from './finder-rules.ts'

test('a store or a person is meant by a piece of the name, pinyin, initials or a code', () => {
  const store = { name: '桂花路店', of: 'thing' as const, codes: ['GH'] }
  const person = { name: '曾小贤', of: 'person' as const, codes: ['0003'] }
  const cases: [string, typeof store | typeof person, boolean][] = [
    ['桂花', store, true], ['花路', store, true], ['guihua', store, true], ['ghl', store, true],
    ['gh', store, true], ['GH', store, true], ['hua', store, false], ['锦云', store, false],
    ['h', store, false], ['桂hl', store, false],
    ['zeng', person, true], ['ceng', person, false], ['zxx', person, true], ['0003', person, true],
    ['ＺＥＮＧ', person, true], ['003', person, false], ['!', person, false],
  ]
  for (const [typed, of, fit] of cases)
    expect([typed, of.name, fits(typed, of)]).toEqual([typed, of.name, fit])
})

const stores = [
  { id: 'gh', code: 'GH', tills: [{ number: 1 }, { number: 2 }, { number: 12 }] },
  { id: 'jy', code: 'JY', tills: [{ number: 1 }] },
]

test('the beginning of a receipt number leads to its store and the days it leaves open, or nowhere', () => {
  const cases: [string, object | null][] = [
    ['GH2', { store_id: 'gh', from: '2026-09-22', to: '2026-11-21' }],
    ['gh1', { store_id: 'gh', from: '2026-09-22', to: '2026-11-21' }],
    ['GH2-', { store_id: 'gh', search: 'GH2-', from: '2026-09-22', to: '2026-11-21' }],
    ['GH2-26', { store_id: 'gh', from: '2026-01-01', to: '2026-12-31' }],
    ['GH2-2611', { from: '2026-11-01', to: '2026-11-30' }],
    ['GH2-26022', { from: '2026-02-01', to: '2026-02-28' }],
    ['GH2-261121', { from: '2026-11-21', to: '2026-11-21' }],
    ['GH2-261121-0215', { search: 'GH2-261121-0215', from: '2026-11-21', to: '2026-11-21' }],
    ['ｇｈ2-261121 -02', { search: 'GH2-261121-02', from: '2026-11-21', to: '2026-11-21' }],
    ['GH', null], ['GH3', null], ['GH3-26', null], ['XX1', null], ['GH2-2613', null], ['GH2-260231', null],
    ['GH2-26-1', null], ['周敏华', null], ['13912345678', null], ['GH2-2611x', null], ['GH2-260100', null],
  ]
  for (const [typed, wanted] of cases) {
    const told = receiptsWanted(typed, stores, '2026-11-21')
    if (wanted === null) expect([typed, told]).toEqual([typed, null])
    else expect([typed, told]).toMatchObject([typed, wanted])
  }
})
