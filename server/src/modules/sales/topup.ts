import { asFen } from '#contract/money.ts'
import { newId } from '#kernel/ids.ts'
import { localTime } from '#kernel/clock.ts'
import { refuse } from '#kernel/refusal.ts'
import { post, shelve } from '#modules/ledger/ledger.ts'
import { topUpValue, whyNotTopUp } from '#modules/storedvalue/storedvalue.ts'
import type { Change } from './change.ts'
import type { Answers, OrderOf } from './orders.ts'
import { nextReceipt, tillFor } from './receipts.ts'
import { holdingsOf, refuseStranger } from './settle.ts'
import type { State } from './state.ts'

/**
 * Decides one top-up on the locked state: paid for, within the cap (R1.01), with
 * the bonus the plan gives now.
 */
export function decideTopUp(state: State, order: OrderOf<'top_up'>): Change {
  const { input, who } = order
  const till = tillFor(state, order)
  refuseStranger(state.books, input.member_id)
  const why = whyNotTopUp(state.books, state.settings(input.till_id, who.now), input)
  if (why) refuse(why.code, why.params)
  const cash = input.tender.kind === 'cash' ? input.tender.tendered_fen : null
  if (cash !== null && cash < input.principal_fen)
    refuse('cash_short', { tendered_fen: cash, amount_fen: input.principal_fen })

  const id = newId()
  const act = { member_id: input.member_id, ref: id, doc_id: id, at: who.now }
  const { entries, lots } = topUpValue(act, {
    principal_fen: input.principal_fen, bonus_fen: input.bonus_fen, newId,
  })
  for (const lot of lots) shelve(state.books, lot)
  const stamp = {
    op_key: input.op_key, store_id: input.store_id, staff_id: who.principal.id, occurred_at: who.now,
  }
  const transfers = post(state.books, { entries, stamp, newId })
  const receipt = nextReceipt(state, order, { till, kind: 'top_up', doc_id: id })
  const change_fen = asFen(cash === null ? 0 : cash - input.principal_fen)
  const amounts = { principal_fen: input.principal_fen, bonus_fen: input.bonus_fen }
  return {
    who, receipt, lots, transfers, stock: [], uses: [],
    top_up: {
      chain_id: who.chain_id, member_id: input.member_id, id, store_id: input.store_id,
      till_id: input.till_id, receipt_no: receipt.receipt_no, ...amounts, tender: input.tender.kind,
      tendered_fen: cash, change_fen,
      reference: input.tender.kind === 'other' ? input.tender.reference : null,
      legal_entity: till.legal_entity, staff_id: who.principal.id, settings_version: state.versions.settings,
      at: who.now,
    },
    notes: [{
      owner_id: input.store_id, kind: 'value.topped_up', at: who.now,
      data: {
        top_up_id: id, store_id: input.store_id, member_id: input.member_id,
        business_day: receipt.business_day, hour: localTime(who.now, who.zone).hour, ...amounts,
      },
    }],
    acts: [{
      verb: 'value.top_up', ref: input.member_id,
      detail: { top_up_id: id, store_id: input.store_id, ...amounts },
    }],
    answer: {
      top_up_id: id, receipt_no: receipt.receipt_no, ...amounts, change_fen,
      holdings: holdingsOf(state.books, input.member_id)!, at: who.now.toISOString(),
    } satisfies Answers['top_up'],
  }
}
