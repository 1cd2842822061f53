import type { MemberCard } from '#contract/members.ts'
import type { TopUpStep } from '#contract/value.ts'
import { Money } from '../../ui/Money.tsx'
import { Field } from '../Field.tsx'
import { keepFocus } from '../Pad.tsx'
import { useSay } from '../texts.ts'
import type { TopUpForm } from './topup.ts'

/** The steps of the plan as keys: what is paid, what comes on top. */
export function StepKeys({
  steps,
  paid_fen,
  onChoose,
}: {
  steps: readonly TopUpStep[]
  paid_fen: number
  onChoose: (amount: string) => void
}) {
  const say = useSay()
  return (
    <div className="steps-grid" role="group" aria-label={say('plan')}>
      {steps.map(({ pay_fen, bonus_fen }) => (
        <button
          key={pay_fen}
          type="button"
          className="key tall"
          aria-pressed={pay_fen === paid_fen}
          {...keepFocus}
          onClick={() => onChoose(String(pay_fen / 100))}
        >
          <b className="n">
            {say('top_up_pay')} <Money fen={pay_fen} />
          </b>
          <small className="gain n">
            {bonus_fen > 0 ? (
              <>
                {say('top_up_gets')} <Money fen={bonus_fen} />
              </>
            ) : (
              say('no_bonus')
            )}
          </small>
        </button>
      ))}
    </div>
  )
}

export function HowPaid({ form, set }: { form: TopUpForm; set: (change: Partial<TopUpForm>) => void }) {
  const say = useSay()
  return (
    <>
      <div className="seg big" role="group" aria-label={say('how_paid')}>
        <button
          type="button"
          aria-pressed={form.tender === 'cash'}
          {...keepFocus}
          onClick={() => set({ tender: 'cash', slot: 'tendered' })}
        >
          {say('tender_cash')}
        </button>
        <button
          type="button"
          aria-pressed={form.tender === 'other'}
          {...keepFocus}
          onClick={() => set({ tender: 'other', slot: 'amount', tendered: '' })}
        >
          {say('tender_other')}
        </button>
      </div>
      {form.tender === 'other' && (
        <Field
          label={say('reference')}
          value={form.reference}
          onChange={(reference) => set({ reference })}
          hint={say('reference_hint')}
          autoFocus
          scan
        />
      )}
    </>
  )
}

/** Principal and bonus apart, now and after. */
export function TopUpFigures({
  member,
  paid_fen,
  bonus_fen,
}: {
  member: MemberCard
  paid_fen: number
  bonus_fen: number
}) {
  const say = useSay()
  const { holdings } = member
  const rows = [
    ['principal', holdings.principal_fen, paid_fen],
    ['bonus', holdings.bonus_fen, bonus_fen],
  ] as const
  return (
    <table className="tbl figs-table n">
      <thead>
        <tr>
          <th>{say('balance')}</th>
          <th className="num">{say('now')}</th>
          <th className="num">{say('adds')}</th>
          <th className="num">{say('after')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([word, before, more]) => (
          <tr key={word}>
            <td>{say(word)}</td>
            <td className="num">
              <Money fen={before} bare />
            </td>
            <td className="num gain">
              <Money fen={more} bare signed />
            </td>
            <td className="num">
              <b>
                <Money fen={before + more} bare />
              </b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
