import { adjustmentReasons, adjustedAccounts } from '#contract/approvals.ts'
import { newId } from '#kernel/ids.ts'
import { adjust, bonusOf, principalOf, standing } from '#test/reference-model.ts'
import type { Order } from './orders.ts'
import { holdingsOf, step, when, whoOf } from './story-step.test-model.ts'
import type { Op, Step, Story } from './story-step.test-model.ts'

/** A correction by hand, often of all there is, of one too many, or up to the card's cap and one fen more. */
export function adjusts(story: Story, [, a = 0, b = 0, c = 0]: Op): Step {
  const { model, holders, place, at } = story, member = a % holders.length, holder = holders[member]!
  const account = adjustedAccounts[b % 3]!, held = principalOf(holder) + bonusOf(holder)
  const good = standing(holder, at), usable = good > 0n ? good : 0n
  const there = { principal: principalOf(holder), bonus: bonusOf(holder), points: usable }[account]
  const room = model.policy.cap - held
  const amount = [
    1n, BigInt(1 + c), -1n, -there, -there - 1n, room, room + 1n, -BigInt(1 + c % 300),
  ][Math.floor(b / 3) % 8]! || 1n
  const order: Order = { kind: 'adjust', who: whoOf(story), input: {
    op_key: newId(), store_id: place.store_id, member_id: place.member_ids[member]!, account,
    amount: Number(amount), reason: adjustmentReasons[c % adjustmentReasons.length]!,
  } }
  const short = account === 'points' ? 'adjust_points_short' : 'adjust_value_short'
  return step(order, {
    whyNot: [
      ...when(amount < -there, short),
      ...when(account !== 'points' && amount > 0n && amount > room, 'adjust_over_cap'),
    ],
    answer() {
      adjust(model, holder, { account, amount, at })
      return { holdings: holdingsOf(holder) }
    },
  })
}
