import { labelLayout, type LabelLayout } from '#contract/goods.ts'
import { useState } from 'react'
import * as z from 'zod/mini'
import { Icon } from '../../ui/Icon.tsx'
import type { FieldProps } from './fieldprops.ts'
import { useSay } from '../texts/settings.ts'

type Typed = { pattern: string; amount: string; weight: string }

/** How the scales' labels are read, one line for each kind. */
export function Layouts({ value, onChange }: FieldProps<LabelLayout[]>) {
  const say = useSay()
  const [rows, setRows] = useState<Typed[]>(() => (value ?? []).map((row) => ({
    pattern: row.pattern, amount: String(row.amount_decimals), weight: String(row.weight_decimals),
  })))
  const change = (next: Typed[]) => {
    setRows(next)
    const read = z.array(labelLayout).safeParse(next.map(({ pattern, amount, weight }) => ({
      pattern: pattern.toUpperCase(), amount_decimals: Number(amount), weight_decimals: Number(weight),
    })))
    onChange(read.success ? read.data : undefined)
  }
  const set = (at: number, part: Partial<Typed>) =>
    change(rows.map((row, n) => (n === at ? { ...row, ...part } : row)))
  const fields = [['pattern', 'layout_pattern'], ['amount', 'layout_amount'],
    ['weight', 'layout_weight']] as const
  return (
    <div className="form-field setting-steps">
      {rows.map((row, at) => (
        <div key={at} className="setting-layout">
          {fields.map(([name, label]) => (
            <label key={name}>
              <span className="label">{say(label)}</span>
              <span className="field">
                <input value={row[name]} onChange={({ target }) => set(at, { [name]: target.value })} />
              </span>
            </label>
          ))}
          <button type="button" className="ib" aria-label={say('step_remove')}
            onClick={() => change(rows.filter((_, n) => n !== at))}>
            <Icon name="trash" size="s" />
          </button>
        </div>
      ))}
      {rows.length < 10 && (
        <button type="button" className="link"
          onClick={() => change([...rows, { pattern: '', amount: '2', weight: '3' }])}>
          {say('layout_add')}
        </button>
      )}
    </div>
  )
}
