import { useState } from 'react'
import { listTopUpSteps } from '#contract/value.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Money } from '../../ui/Money.tsx'
import { acts } from '../acts.ts'
import { counter } from '../counter.ts'
import { Doubt } from '../Doubt.tsx'
import { onEnter, useKeys } from '../keys.ts'
import { useLoad } from '../load.ts'
import { keepFocus, Pad, padKeys } from '../Pad.tsx'
import { parseYuan, typeKey } from '../payment.ts'
import type { At } from '../place.ts'
import { Sheet } from '../Sheet.tsx'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'
import { bonusFor, noTopUp, whyNotTopUp, type TopUpForm } from './topup.ts'
import { TopUpDone } from './TopUpDone.tsx'
import { HowPaid, StepKeys, TopUpFigures } from './TopUpParts.tsx'

/**
 * Money onto a member's stored value: a step of the plan or a free amount, what it brings, and how it is
 * paid.
 */
export function TopUpSheet({ at }: { at: At }) {
  const say = useSay()
  const act = acts.top_up.use()
  const member = counter.use((basket) => basket.member)
  const plan = useLoad(at.store.id, (signal) => call(listTopUpSteps, { store_id: at.store.id }, { signal }))
  const [form, setForm] = useState<TopUpForm>(noTopUp)
  const set = (change: Partial<TopUpForm>) => setForm((now) => ({ ...now, ...change }))
  const steps = plan.data?.steps ?? []
  const paid_fen = parseYuan(form.amount) ?? 0
  const bonus_fen = bonusFor(steps, paid_fen)
  const tendered_fen = form.tendered === '' ? paid_fen : (parseYuan(form.tendered) ?? 0)
  const why = plan.data === null ? ('why_plan' as const) : whyNotTopUp(form, paid_fen, tendered_fen)
  const held = act.state === 'busy' || act.state === 'unknown'

  const close = () => {
    acts.top_up.close()
    closeSheet()
  }
  const type = (key: string) =>
    setForm((now) => ({ ...now, [now.slot]: typeKey(now[now.slot], key, { whole: 6, decimals: 2 }) }))
  function run() {
    if (why || held || !member) return
    const tender =
      form.tender === 'cash'
        ? { kind: 'cash' as const, tendered_fen }
        : { kind: 'other' as const, reference: form.reference.trim() }
    void acts.top_up
      .run({
        member_id: member.id,
        store_id: at.store.id,
        till_id: at.till.id,
        principal_fen: paid_fen,
        bonus_fen,
        tender,
      })
      .then(() => {
        if (acts.top_up.get().state === 'refused') plan.again()
      })
  }
  // A scanner's digits are no amount.
  useKeys({ ...padKeys(type), Escape: close, Enter: onEnter(run), scan: () => set({ [form.slot]: '' }) })
  if (act.state === 'done') return <TopUpDone reply={act.reply} onClose={close} />
  return (
    <Sheet wide onClose={close} title={say('top_up_title', { name: member?.name ?? '' })}>
      <div className="two-sides">
        <div className="form">
          <Doubt act={acts.top_up} what={say('top_up')} />
          {act.state === 'refused' && <Failed title={say('not_done')} error={act.error} />}
          {plan.error !== null && (
            <Failed title={say('plan_failed')} error={plan.error} onRetry={plan.again} />
          )}
          <StepKeys
            steps={steps}
            paid_fen={paid_fen}
            onChoose={(amount) =>
              set({ amount, tendered: '', slot: form.tender === 'cash' ? 'tendered' : 'amount' })
            }
          />
          <HowPaid form={form} set={set} />
          {member && <TopUpFigures member={member} paid_fen={paid_fen} bonus_fen={bonus_fen} />}
        </div>
        <div className="form">
          <Slots form={form} set={set} paid_fen={paid_fen} tendered_fen={tendered_fen} />
          <Pad onKey={type} />
          <p className="why" role="status">
            {why && say(why)}
          </p>
          <button type="button" className="pay" aria-disabled={why !== null || held} onClick={run}>
            {say(held ? 'working' : 'top_up_now')} <kbd>Enter</kbd>
          </button>
        </div>
      </div>
    </Sheet>
  )
}

/** An amount while it is typed: as it stands, with the sign of the currency. */
const yuanTyped = (text: string) => (
  <span className="amt n">
    <span className="y">¥</span>
    {text || '0'}
  </span>
)

function Slots({
  form,
  set,
  paid_fen,
  tendered_fen,
}: {
  form: TopUpForm
  set: (change: Partial<TopUpForm>) => void
  paid_fen: number
  tendered_fen: number
}) {
  const say = useSay()
  return (
    <div className="slots n">
      <button
        type="button"
        className="slot"
        aria-pressed={form.slot === 'amount'}
        {...keepFocus}
        onClick={() => set({ slot: 'amount' })}
      >
        <span>{say('top_up_amount')}</span>
        <b>{yuanTyped(form.amount)}</b>
      </button>
      {form.tender === 'cash' && (
        <button
          type="button"
          className="slot"
          aria-pressed={form.slot === 'tendered'}
          {...keepFocus}
          onClick={() => set({ slot: 'tendered' })}
        >
          <span>{say('cash_tendered')}</span>
          <b>{yuanTyped(form.tendered || form.amount)}</b>
        </button>
      )}
      {form.tender === 'cash' && (
        <p className="slot change">
          <span>{say('change')}</span>
          <b>
            <Money fen={Math.max(0, tendered_fen - paid_fen)} />
          </b>
        </p>
      )}
    </div>
  )
}
