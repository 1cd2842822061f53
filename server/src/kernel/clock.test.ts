import { afterAll, expect, test } from 'vitest'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { addDays, addMonths, businessDay, instantOf, localTime, readClockOffset, setClock } from './clock.ts'
import { inChain } from './db.ts'

const fresh = await freshDatabase()
afterAll(() => fresh.drop())

test('a month on is the same date, or the last of a month that has no such day', () => {
  const cases: [string, number, string][] = [
    ['2026-05-16', 12, '2027-05-16'], ['2026-01-31', 1, '2026-02-28'], ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'], ['2028-02-29', 48, '2032-02-29'], ['2026-12-31', 2, '2027-02-28'],
    ['2026-11-30', 3, '2027-02-28'], ['2026-08-31', 1, '2026-09-30'], ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -13, '2024-12-15'], ['2100-01-31', 1, '2100-02-28'], ['2026-05-16', 0, '2026-05-16'],
  ]
  for (const [day, months, on] of cases)
    expect([day, months, addMonths(day, months)]).toEqual([day, months, on])
})

test('days are counted over the ends of months and years', () => {
  const cases: [string, number, string][] = [
    ['2026-12-31', 1, '2027-01-01'], ['2028-02-28', 1, '2028-02-29'], ['2027-02-28', 1, '2027-03-01'],
    ['2026-01-01', -1, '2025-12-31'], ['2026-05-18', 30, '2026-06-17'],
  ]
  for (const [day, days, on] of cases) expect([day, days, addDays(day, days)]).toEqual([day, days, on])
})

test('before the cut-off hour a shop is still in the day before', () => {
  const cases: [string, number, string][] = [
    ['2026-05-16T00:00:00+08:00', 0, '2026-05-16'], ['2026-05-16T02:59:59+08:00', 3, '2026-05-15'],
    ['2026-05-16T03:00:00+08:00', 3, '2026-05-16'], ['2026-03-01T01:00:00+08:00', 4, '2026-02-28'],
    ['2026-01-01T04:59:59+08:00', 5, '2025-12-31'], ['2026-05-15T23:59:59Z', 0, '2026-05-16'],
  ]
  for (const [at, cutoff, day] of cases)
    expect([at, businessDay(new Date(at), 'Asia/Shanghai', cutoff)]).toEqual([at, day])
})

test('the clock on the wall, midnight included', () => {
  expect(localTime(new Date('2026-05-15T16:00:00Z'), 'Asia/Shanghai'))
    .toEqual({ day: '2026-05-16', hour: 0, minute: 0, second: 0 })
  expect(localTime(new Date('2026-05-16T03:59:59Z'), 'Asia/Kathmandu'))
    .toEqual({ day: '2026-05-16', hour: 9, minute: 44, second: 59 })
  expect(localTime(new Date('2026-05-16T03:00:00Z'), 'America/New_York'))
    .toMatchObject({ day: '2026-05-15', hour: 23 })
})

test('a day begins when its clock says so, also on the days when clocks change', () => {
  const cases: [string, string, number, string][] = [
    ['2026-05-17', 'Asia/Shanghai', 0, '2026-05-16T16:00:00Z'],
    ['2026-05-17', 'Asia/Shanghai', 22, '2026-05-17T14:00:00Z'],
    ['2026-05-17', 'Asia/Kathmandu', 0, '2026-05-16T18:15:00Z'],
    ['2026-05-17', 'Pacific/Kiritimati', 0, '2026-05-16T10:00:00Z'],
    // Clocks go forward in the night: hours before and after, and the one that is skipped.
    ['2026-03-08', 'America/New_York', 0, '2026-03-08T05:00:00Z'],
    ['2026-03-08', 'America/New_York', 3, '2026-03-08T07:00:00Z'],
    ['2026-03-08', 'America/New_York', 2, '2026-03-08T07:00:00Z'],
    ['2026-03-09', 'America/New_York', 0, '2026-03-09T04:00:00Z'],
    ['2026-03-29', 'Europe/Berlin', 0, '2026-03-28T23:00:00Z'],
    ['2026-03-29', 'Europe/Berlin', 3, '2026-03-29T01:00:00Z'],
    ['2026-10-04', 'Australia/Sydney', 0, '2026-10-03T14:00:00Z'],
    ['2026-10-04', 'Australia/Sydney', 12, '2026-10-04T01:00:00Z'],
    // Clocks go back: the hour that comes twice is the first of the two.
    ['2026-11-01', 'America/New_York', 0, '2026-11-01T04:00:00Z'],
    ['2026-11-01', 'America/New_York', 1, '2026-11-01T05:00:00Z'],
    ['2026-11-01', 'America/New_York', 2, '2026-11-01T07:00:00Z'],
    ['2026-10-25', 'Europe/Berlin', 2, '2026-10-25T00:00:00Z'],
    // Clocks change at midnight itself: a day without its first hour begins with its second.
    ['2026-03-08', 'America/Havana', 0, '2026-03-08T05:00:00Z'],
    ['2026-11-01', 'America/Havana', 0, '2026-11-01T04:00:00Z'],
    ['2026-03-29', 'Asia/Beirut', 0, '2026-03-28T22:00:00Z'],
    ['2026-10-25', 'Asia/Beirut', 0, '2026-10-24T22:00:00Z'],
  ]
  for (const [day, zone, hour, at] of cases)
    expect([day, zone, hour, instantOf(day, zone, hour)]).toEqual([day, zone, hour, new Date(at)])
})

test('every day of two years begins at its first moment, in zones east and west', () => {
  for (const zone of [
    'Asia/Shanghai', 'America/New_York', 'America/Havana', 'Australia/Lord_Howe', 'Africa/Cairo',
  ]) {
    for (let day = '2026-01-01'; day < '2028-01-01'; day = addDays(day, 7)) {
      const begins = instantOf(day, zone)
      expect([zone, localTime(begins, zone).day]).toEqual([zone, day])
      expect([zone, localTime(new Date(begins.getTime() - 60_000), zone).day])
        .toEqual([zone, addDays(day, -1)])
    }
  }
})

test('a chain\'s clock reads what it was set to and runs on; another chain\'s stays', async () => {
  const [one, other] = [await makeWorld(fresh.db), await makeWorld(fresh.db, { code: 'jinghe' })]
  const offset = (chain_id: string) => inChain(fresh.db, chain_id, (tx) => readClockOffset(tx, chain_id))
  expect(await offset(one.chain_id)).toBe(0)
  for (const to of ['2027-02-28T23:59:00+08:00', '2020-02-29T00:00:00+08:00']) {
    await inChain(fresh.db, one.chain_id, (tx) => setClock(tx, one.chain_id, new Date(to)))
    const reads = Date.now() + await offset(one.chain_id)
    expect(Math.abs(reads - Date.parse(to))).toBeLessThan(10_000)
  }
  expect(await offset(other.chain_id)).toBe(0)
})
