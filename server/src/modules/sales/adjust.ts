import { newId } from '#kernel/ids.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Act } from '#kernel/audit.ts'
import { takeApproval } from '#modules/approvals/approvals.ts'
import type { Use } from '#modules/approvals/approvals.ts'
import { post, shelve } from '#modules/ledger/ledger.ts'
import { adjustPoints, usablePoints } from '#modules/points/points.ts'
import { adjustValue, whyNotAdjust } from '#modules/storedvalue/storedvalue.ts'
import type { Change } from './change.ts'
import type { Answers, OrderOf } from './orders.ts'
import { storeFor } from './receipts.ts'
import { holdingsOf, refuseStranger } from './settle.ts'
import type { State } from './state.ts'

type AdjustOrder = OrderOf<'adjust'>

/**
 * Decides one correction by hand on the locked state: within the cap (R1.01), never more than is there, and
 * with a second person where settings say so (R6.05).
 */
export function decideAdjust(state: State, order: AdjustOrder): Change {
  const { input, who } = order
  const { member_id, store_id, account, amount, reason } = input
  const store = storeFor(state, order)
  refuseStranger(state.books, member_id)
  refuseAdjusting(state, order)
  const id = newId()
  const approved = approvedAdjusting(state, order, id)

  // Nothing is refused from here on.
  const act = { member_id, ref: id, doc_id: id, at: who.now, zone: who.zone }
  const { entries, lots } = account === 'points'
    ? adjustPoints(state.books, act, {
      points: amount, last_months: state.settings(store_id, who.now).points_last_months, id: newId(),
    })
    : adjustValue(state.books, act, { account, amount, newId })
  for (const lot of lots) shelve(state.books, lot)
  const stamp = { op_key: input.op_key, store_id, staff_id: who.principal.id, occurred_at: who.now }
  const transfers = post(state.books, { entries, stamp, newId })
  const holdings = holdingsOf(state.books, member_id)!
  return {
    who, lots, transfers, stock: [], uses: approved.uses,
    adjustment: {
      chain_id: who.chain_id, member_id, id, store_id, account, amount, reason,
      approval_id: approved.uses[0]?.request_id ?? null, legal_entity: store.legal_entity,
      staff_id: who.principal.id, settings_version: state.versions.settings, at: who.now,
    },
    notes: [{
      owner_id: member_id, kind: 'value.adjusted', at: who.now,
      data: { adjustment_id: id, store_id, member_id, account, amount },
    }],
    acts: [{
      verb: 'value.adjust', ref: member_id,
      detail: { adjustment_id: id, store_id, account, amount, reason, after: holdings[holdingOf[account]] },
    }, ...approved.acts],
    answer: { adjustment_id: id, holdings, at: who.now.toISOString() } satisfies Answers['adjust'],
  }
}

const holdingOf = { principal: 'principal_fen', bonus: 'bonus_fen', points: 'points' } as const

function refuseAdjusting(state: State, { input, who }: AdjustOrder): void {
  const { member_id, account, amount } = input, settings = state.settings(input.store_id, who.now)
  if (settings.features_off.includes(account === 'points' ? 'points' : 'stored_value')) refuse('feature_off')
  if (account !== 'points') {
    const why = whyNotAdjust(state.books, settings, { member_id, account, amount, at: who.now })
    if (why) refuse(why.code, why.params)
    return
  }
  const most = usablePoints(state.books, member_id, who.now)
  if (-amount > most) refuse('adjust_points_short', { most })
}

function approvedAdjusting(
  state: State, { input, who }: AdjustOrder, id: string,
): { uses: Use[]; acts: Act[] } {
  if (!state.settings(input.store_id, who.now).approve_adjustment) return { uses: [], acts: [] }
  const { member_id, account, amount, reason } = input
  const { use, act } = takeApproval(state.approvals, who, {
    approval_id: input.approval_id ?? null, store_id: input.store_id, doc_id: id,
    about: { act: 'adjustment', member_id, account, amount, reason },
  })
  return { uses: [use], acts: [act] }
}
