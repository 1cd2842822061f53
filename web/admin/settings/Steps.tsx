import { asFen } from '#contract/money.ts'
import { yuan } from '#contract/text.ts'
import type { TopUpStep } from '#contract/value.ts'
import { useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { fenFromText } from '../form/amount.ts'
import type { FieldProps } from './fieldprops.ts'
import { useSay } from '../texts/settings.ts'

type Typed = { pay: string; bonus: string }
const plain = (fen: number): string => yuan(fen).replaceAll(',', '')

/** The steps of the top-up plan, one line each; a half-typed one is no value yet. */
export function Steps({ value, onChange }: FieldProps<TopUpStep[]>) {
  const say = useSay()
  const [rows, setRows] = useState<Typed[]>(() =>
    (value ?? []).map(({ pay_fen, bonus_fen }) => ({ pay: plain(pay_fen), bonus: plain(bonus_fen) })))
  const change = (next: Typed[]) => {
    setRows(next)
    onChange(stepsOf(next))
  }
  const set = (at: number, part: Partial<Typed>) =>
    change(rows.map((row, n) => (n === at ? { ...row, ...part } : row)))
  return (
    <div className="form-field setting-steps">
      {rows.map((row, at) => (
        <div key={at} className="setting-step">
          <span>{say('step_pay')}</span>
          <span className="field">
            <input inputMode="decimal" aria-label={say('step_pay')} value={row.pay}
              onChange={({ target }) => set(at, { pay: target.value })} />
          </span>
          <span>{say('step_bonus')}</span>
          <span className="field">
            <input inputMode="decimal" aria-label={say('step_bonus')} value={row.bonus}
              onChange={({ target }) => set(at, { bonus: target.value })} />
          </span>
          <button type="button" className="ib" aria-label={say('step_remove')}
            onClick={() => change(rows.filter((_, n) => n !== at))}>
            <Icon name="trash" size="s" />
          </button>
        </div>
      ))}
      {rows.length < 20 && (
        <button type="button" className="link" onClick={() => change([...rows, { pay: '', bonus: '0' }])}>
          {say('step_add')}
        </button>
      )}
    </div>
  )
}

function stepsOf(rows: readonly Typed[]): TopUpStep[] | undefined {
  const steps = rows.map(({ pay, bonus }) => ({ pay_fen: fenFromText(pay), bonus_fen: fenFromText(bonus) }))
  if (steps.some(({ pay_fen, bonus_fen }) => pay_fen === null || pay_fen <= 0
    || bonus_fen === null)) return undefined
  return steps.map(({ pay_fen, bonus_fen }) => ({ pay_fen: asFen(pay_fen!), bonus_fen: asFen(bonus_fen!) }))
}
