import { addDays, instantOf, localTime } from '#kernel/clock.ts'
import { inChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { Refusal } from '#kernel/refusal.ts'
import { enrol } from '#modules/members/members.ts'
import type { DemoGround, DemoSite } from './chain.ts'
import { openDice } from './dice.ts'
import type { Dice } from './dice.ts'
import { demoGoods } from './goods.ts'
import { nameOf } from './names.ts'
import { demoStores } from './people.ts'
import { momentOf } from './rhythm.ts'
import type { Preference } from './rhythm.ts'
import { seed } from './size.ts'
import type { DemoSize } from './size.ts'

/** Someone made up, with habits. Places count `demoStores` and `demoGoods`. */
export type DemoMember = {
  n: number; name: string; phone: string; birthday: string | null; consent_marketing: boolean
  store: number; joined_at: Date
  /** Days between two visits. */
  every_days: number
  prefers: Preference
  usual: number[]
  /** How often a line is one of the usual goods. */
  loyalty: number
  /** Keeps stored value here, and tops it up when it runs out. */
  wallet: boolean
  pays: 'cash' | 'wechat' | 'alipay'
}

export type Calendar = Pick<DemoSite, 'anchor' | 'zone'> & { size: DemoSize }

/** Members of before the first day of trading joined on one of this many days. */
const early_days = 40

/** All members, by chance alone: the same seed and the same moment give the same people. */
export function planMembers(calendar: Calendar): DemoMember[] {
  const dice = openDice(`${seed} members`)
  return Array.from({ length: calendar.size.members }, (_, n) => planMember(dice, n, calendar))
}

const kinds = [
  { share: 0.24, every: [3, 5], loyalty: 0.6, wallet: 0.62 },
  { share: 0.46, every: [6, 12], loyalty: 0.4, wallet: 0.3 },
  { share: 0.3, every: [18, 40], loyalty: 0.2, wallet: 0.06 },
] as const

function planMember(dice: Dice, n: number, calendar: Calendar): DemoMember {
  const { every, loyalty, wallet } = kinds[dice.heavier(kinds.map(({ share }) => share))]!
  const likings = demoGoods.map(({ liking }) => liking)
  const year = dice.whole(1946, 2005)
  return {
    n, name: nameOf(dice, n), phone: phoneOf(n),
    birthday: dice.chance(0.85) ? addDays(`${year}-01-01`, dice.whole(0, 364)) : null,
    consent_marketing: dice.chance(0.8), store: dice.heavier(demoStores.map(({ share }) => share)),
    joined_at: joining(dice, calendar), every_days: dice.whole(every[0], every[1]),
    prefers: dice.pick(['morning', 'evening', 'any'] as const),
    usual: Array.from({ length: dice.whole(6, 12) }, () => dice.heavier(likings)), loyalty,
    wallet: dice.chance(wallet),
    pays: (['wechat', 'alipay', 'cash'] as const)[dice.heavier(year < 1962 ? [3, 1, 6] : [6, 3, 1])]!,
  }
}

/** Made-up phones: 1541 and seven digits that are all different. */
const phoneOf = (n: number): string => `1541${String((n * 7_919 + 2_385_677) % 10_000_000).padStart(7, '0')}`

/** Two of three were there before the first day; the others join while they shop. */
function joining(dice: Dice, { anchor, zone, size }: Calendar): Date {
  const today = localTime(anchor, zone).day
  const back = dice.chance(0.65) ? size.days + dice.whole(1, early_days) : dice.whole(0, size.days)
  const at = momentOf(dice, { midnight: instantOf(addDays(today, -back), zone), prefers: 'any' })
  // Whoever would join after this very moment came the day before.
  return at < new Date(anchor.getTime() - 10 * 60_000) ? at : new Date(at.getTime() - 24 * 3_600_000)
}

/** Connections at once, which leaves the pool to others, and members in one transaction. */
const at_once = 4, together = 20

/**
 * Enrols every member through the door and hands back their ids, in order; null where the phone belongs to
 * somebody else by now. The same members again are found, not made.
 */
export async function enrolMembers(
  { db }: Pick<DemoGround, 'db'>, site: DemoSite, members: readonly DemoMember[],
): Promise<(string | null)[]> {
  const ids: (string | null)[] = members.map(() => null)
  let next = 0
  await Promise.all(Array.from({ length: at_once }, async () => {
    while (next < members.length) {
      const some = members.slice(next, next += together)
      await inChain(db, site.chain_id, async (tx) => {
        for (const member of some) ids[member.n] = await enrolOne(tx, site, member)
      })
    }
  }))
  return ids
}

async function enrolOne(tx: Tx, site: DemoSite, member: DemoMember): Promise<string | null> {
  const crew = site.crews[member.store]!
  const who = { ...crew[member.n % crew.length]!, now: member.joined_at }
  const { name, phone, birthday, consent_marketing } = member
  try {
    const { id } = await enrol(tx, who, {
      op_key: `demo:${seed}:member:${member.n}`, store_id: site.stores[member.store]!.id, name, phone,
      birthday, consent_service: true, consent_marketing,
    })
    return id
  } catch (error) {
    // Somebody who tries the demo may have enrolled this phone: then they keep it. Nothing was written yet.
    if (error instanceof Refusal) return null
    throw error
  }
}
