import type { Reply } from '#contract/endpoint.ts'
import type { readMember } from '#contract/members.ts'

export type Lot = Pick<
  Reply<typeof readMember>['lots'][number],
  'id' | 'account' | 'amount' | 'remaining' | 'starts_at' | 'expires_at' | 'source'
>
/** Lots told as one: top-ups stand alone, points that end on one day stand together. */
export type LotGroup = Lot & { lots: number }

/** A lot ends with its last day (C13), so the instant after that day is told by the second before it. */
export const lastDay = (expires_at: string): string => new Date(Date.parse(expires_at) - 1000).toISOString()

const accounts = ['principal', 'bonus', 'points']
const byUse = (a: Lot, b: Lot): number =>
  accounts.indexOf(a.account) - accounts.indexOf(b.account)
  || (a.expires_at ?? '9').localeCompare(b.expires_at ?? '9')
  || a.starts_at.localeCompare(b.starts_at)

/** What is left in lots, in the order it is used: each top-up for itself, points by the day they end. */
export function lotGroups(lots: readonly Lot[]): LotGroup[] {
  const groups: LotGroup[] = []
  for (const lot of lots.filter(({ remaining }) => remaining !== 0).toSorted(byUse)) {
    const last = groups.at(-1)
    if (last && lot.account === 'points' && last.account === 'points' && last.expires_at === lot.expires_at) {
      last.amount += lot.amount
      last.remaining += lot.remaining
      last.lots += 1
    } else groups.push({ ...lot, lots: 1 })
  }
  return groups
}
