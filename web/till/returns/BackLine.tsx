import { useState } from 'react'
import type { SaleLine } from '#contract/sales.ts'
import { formatQty } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { parseKg } from '../payment.ts'
import { useSay } from '../texts.ts'
import { leftOf } from './returning.ts'

type Props = { line: SaleLine; qty_m: number; onChange: (qty_m: number) => void }

/** One sold line: what is left of it, and how much comes back. */
export function BackLine({ line, qty_m, onChange }: Props) {
  const say = useSay()
  const left_m = leftOf(line)
  const unit = line.sold_by === 'weight' ? ' kg' : ''
  const [over, setOver] = useState(false)
  const change = (next_m: number) => {
    setOver(next_m > left_m)
    onChange(next_m)
  }
  return (
    <li className={`bl ${qty_m > 0 ? 'on' : ''}`}>
      <span className="cut">
        <b className="cut" title={line.name}>
          {line.name}
        </b>
        <small className="n">
          {say('sold_n', { qty: formatQty(line.qty_m, line.sold_by) + unit })} ·{' '}
          <Money fen={line.payable_fen} bare />
          {line.returned_m > 0 &&
            ` · ${say('returned_n', { qty: formatQty(line.returned_m, line.sold_by) + unit })}`}
        </small>
        {over && (
          <small className="over n" role="status">
            {say('at_most_left', { left: formatQty(left_m, line.sold_by) + unit })}
          </small>
        )}
      </span>
      {left_m === 0 && <span className="mut">{say('all_returned')}</span>}
      {left_m > 0 && line.sold_by === 'piece' && <Pieces line={line} qty_m={qty_m} onChange={change} />}
      {left_m > 0 && line.sold_by === 'weight' && <Weight line={line} qty_m={qty_m} onChange={change} />}
    </li>
  )
}

function Pieces({ line, qty_m, onChange }: Props) {
  const say = useSay()
  return (
    <span className="step">
      <button
        type="button"
        aria-label={say('one_less', { name: line.name })}
        aria-disabled={qty_m === 0}
        onClick={() => onChange(qty_m - 1000)}
      >
        <Icon name="minus" />
      </button>
      <span className="v n" aria-live="polite">
        {formatQty(qty_m, 'piece')}
      </span>
      <button
        type="button"
        aria-label={say('one_more', { name: line.name })}
        aria-disabled={qty_m >= leftOf(line)}
        onClick={() => onChange(qty_m + 1000)}
      >
        <Icon name="plus" />
      </button>
    </span>
  )
}

/** A weight comes back whole by one tap, or as much as is typed. */
function Weight({ line, qty_m, onChange }: Props) {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const left_m = leftOf(line)
  const take = (text: string) => {
    setTyped(text)
    onChange(parseKg(text) ?? 0)
  }
  // As typed while it means what is held; more than was sold falls back to what is left.
  const shown = (parseKg(typed) ?? 0) === qty_m ? typed : formatQty(qty_m, 'weight')
  return (
    <span className="weight-back">
      <label className="field big n">
        <input
          inputMode="decimal"
          value={shown}
          placeholder="0.000"
          aria-label={say('weight_back', { name: line.name })}
          onChange={(event) => take(event.target.value)}
        />
        <span className="mut">kg</span>
      </label>
      <button
        type="button"
        className="key"
        aria-pressed={qty_m === left_m}
        onClick={() => {
          setTyped('')
          onChange(qty_m === left_m ? 0 : left_m)
        }}
      >
        {say('whole')}
      </button>
    </span>
  )
}
