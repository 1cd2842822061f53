import { expect, test } from 'vitest'
import type { ExportState } from '#contract/exports.ts'
import { exportColumns } from '#contract/exports.ts'
import type { Permission } from '#contract/permissions.ts'
import { lists } from './lists.ts'
import {
  columnsFor, fileNameOf, needsApproval, watermark, whyNotDownload, whyNotEnd, whyNotRelease, whyNotTheirs,
} from './rules.ts'
import { parsed } from './parse.ts'

test('more rows than the setting allows need a second person', () => {
  const cases: [number, number, boolean][] = [[1_000, 1_000, false], [1_001, 1_000, true], [1, 0, true]]
  for (const [rows, most, needed] of cases) expect([rows, needsApproval(rows, most)]).toEqual([rows, needed])
})

test('what may be done with an export goes by its state and its time', () => {
  const now = new Date('2026-05-16T12:00:00Z'), later = new Date('2026-05-17T12:00:00Z')
  const cases: [ExportState, Date | null, (string | null)[]][] = [
    ['waiting', null, ['export_not_ready', 'export_not_ready', null]],
    ['running', null, ['export_not_ready', 'export_not_ready', null]],
    ['waiting_approval', later, ['export_needs_approval', null, null]],
    ['ready', later, [null, 'export_not_ready', null]],
    ['ready', now, ['export_ended', 'export_ended', null]],
    ['failed', null, ['export_not_ready', 'export_not_ready', 'export_ended']],
    ['ended', later, ['export_ended', 'export_ended', 'export_ended']],
  ]
  for (const [state, ends_at, told] of cases) {
    const job = { state, ends_at }
    expect([state, ends_at, [whyNotDownload(job, now), whyNotRelease(job, now), whyNotEnd(job)]])
      .toEqual([state, ends_at, told])
  }
})

test('a file is had by who could write it again as it was, and by nobody less', () => {
  type Written = Parameters<typeof whyNotTheirs>[0]
  type Fetching = Parameters<typeof whyNotTheirs>[1]
  const both: Permission[] = ['members.export', 'members.read'], needs = [both[1]!]
  const all: Written = { scope: 'chain', stores: null, needs }
  const gh: Written = { scope: 'store', stores: ['gh'], needs }
  const now = (more: Partial<Fetching>): Fetching =>
    ({ scope: 'chain', stores: 'all', permissions: new Set(both), ...more })
  const cases: [Written, Fetching, string | null][] = [
    [all, now({}), null], [all, now({ scope: 'region', stores: ['gh', 'jy'] }), 'export_file_gone'],
    [all, now({ permissions: new Set(['members.export']) }), 'not_permitted'],
    [gh, now({}), null], [gh, now({ scope: 'store', stores: ['gh', 'jy'] }), null],
    [gh, now({ scope: 'store', stores: ['jy'] }), 'export_file_gone'],
    [gh, now({ scope: 'store', stores: [] }), 'export_file_gone'],
    [gh, now({ scope: 'own', stores: ['gh'] }), 'export_file_gone'],
    [{ ...gh, scope: 'own' }, now({ scope: 'own', stores: ['gh'] }), null],
    [{ ...all, scope: null }, now({}), 'export_file_gone'],
  ]
  for (const [written, fetching, why] of cases)
    expect([written, fetching, whyNotTheirs(written, fetching)]).toEqual([written, fetching, why])
})

test('every column of the contract can be written, and no other', () => {
  for (const [name, keys] of Object.entries(exportColumns))
    expect([name, Object.keys(lists[name as keyof typeof lists].columns)]).toEqual([name, [...keys]])
})

test('columns come as asked, once each, without those that this person or this chain has not', () => {
  const reader = (permissions: string[], features_off: string[] = []) =>
    ({ permissions: new Set(permissions), features_off }) as unknown as Parameters<typeof columnsFor>[2]
  const cases: [string[], ReturnType<typeof reader>, readonly string[] | null][] = [
    [['stock', 'name', 'name'], reader([]), ['stock', 'name']], [['name', 'cost'], reader([]), ['name']],
    [['name', 'cost'], reader(['goods.edit']), ['name', 'cost']], [['stock'], reader([], ['stock']), []],
    [['name', 'toString'], reader([]), null], [['__proto__'], reader([]), null],
  ]
  for (const [asked, who, told] of cases) expect(columnsFor(lists.goods, asked, who)).toEqual(told)
})

test('filters are read by the list\'s own endpoint, paging apart', () => {
  const { endpoint } = lists.sales
  const right = { from: '2026-05-01', state: 'settled' }
  expect(parsed(endpoint, right)).toEqual(right)
  const wrong: Record<string, string>[] = [
    { from: '2026-02-30' }, { state: 'gone' }, { limit: '5' }, { cursor: 'x' },
    { other: 'x' }, { '\u0000': 'x' },
  ]
  for (const filters of wrong) expect(parsed(endpoint, filters)).toBeNull()
  expect(parsed(lists.members.endpoint, { search: '周' })).toEqual({ search: '周' })
})

test('a file says whose it is, and its name when it was taken', () => {
  const at = new Date('2026-05-16T04:00:09Z'), zone = 'Asia/Shanghai'
  const of = {
    id: 'no-1', chain: '=拾穗巷', who: '顾青禾', title: { zh: '会员', en: 'Members' }, reason: '寄生日卡',
    asked_at: at, zone,
  }
  const line = watermark({ ...of, language: 'zh' })
  for (const part of ['拾穗巷', '会员', '顾青禾', '2026-05-16 12:00:09', '寄生日卡', 'no-1']) expect(line).toContain(part)
  expect(line.startsWith(`'=`)).toBe(true)
  expect(fileNameOf('会员', at, { zone, format: 'csv' })).toBe('会员-20260516-1200.csv')
})
