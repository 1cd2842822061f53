import { useState } from 'react'
import { overrideReasons, type OverrideReason } from '#contract/approvals.ts'
import { Money } from '../../ui/Money.tsx'
import type { Line } from '../basket.ts'
import { counter } from '../counter.ts'
import { priceBasket } from '../engine.ts'
import { onEnter, useKeys } from '../keys.ts'
import { keepFocus, Pad, padKeys } from '../Pad.tsx'
import { parseYuan, typeKey } from '../payment.ts'
import { Sheet } from '../Sheet.tsx'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

/** Another price for one line, and why. Nothing costs more than is marked; a gift costs nothing. */
export function PriceSheet({ line: key }: { line: number }) {
  const line = counter.use(({ lines }) => lines.find((one) => one.key === key))
  return line ? <Priced line={line} /> : null
}

function Priced({ line }: { line: Line }) {
  const say = useSay()
  const entry = usePrice(line)
  const { sku, override } = line
  const set = (next: Line['override']) => {
    closeSheet()
    counter.send({ do: 'set_price', key: line.key, override: next ?? null })
  }
  const take = () => {
    if (entry.next) set(entry.next)
  }
  // A scanner's digits are no price.
  useKeys({ ...padKeys(entry.type), Enter: onEnter(take), Escape: closeSheet, scan: entry.clear })
  return (
    <Sheet title={say('set_price_title', { name: sku.name })} onClose={closeSheet}>
      <Amounts line={line} entry={entry} />
      <div className="price-sides">
        <Pad onKey={entry.type} />
        <div className="reasons" role="group" aria-label={say('price_reason')}>
          {overrideReasons.map((reason) => (
            <button
              key={reason}
              type="button"
              className="key"
              aria-pressed={entry.reason === reason}
              {...keepFocus}
              onClick={() => entry.choose(reason)}
            >
              {say(`override_${reason}`)}
            </button>
          ))}
        </div>
      </div>
      <p className="foot">
        {override && (
          <button type="button" className="key" onClick={() => set(null)}>
            {say('price_as_marked')}
          </button>
        )}
        <span className="why" role="status">
          {entry.why && say(entry.why)}
        </span>
        <button type="button" className="btn pri big" aria-disabled={entry.why !== null} onClick={take}>
          {say('set_price_now')} <kbd>Enter</kbd>
        </button>
      </p>
    </Sheet>
  )
}

type Entry = ReturnType<typeof usePrice>

/** Old and new beside one another: what is marked, what it costs now, what it would. */
function Amounts({ line, entry }: { line: Line; entry: Entry }) {
  const say = useSay()
  const per = line.sku.sold_by === 'weight' ? '/kg' : ''
  const { before, after } = entry
  return (
    <div className="io n">
      <div>
        <span className="k">{say('marked_price')}</span>
        <span>
          <Money fen={line.sku.list_price_fen} />
          {per}
          {before.unit_price_fen !== line.sku.list_price_fen && (
            <>
              {' · '}
              {say('price_now')} <Money fen={before.unit_price_fen} />
            </>
          )}
        </span>
      </div>
      <div className="in">
        <span className="k">{say('new_price')}</span>
        <output className="amt" aria-live="polite">
          {entry.typed || '0.00'}
          <small> {per}</small>
        </output>
      </div>
      <div className="chg">
        <span className="k">
          {say('new_amount')}{' '}
          <s className="was">
            <Money fen={before.amount_fen} bare />
          </s>
        </span>
        <Money fen={(after ?? before).amount_fen} />
      </div>
    </div>
  )
}

/** What is typed and chosen, what it comes to by the engine, and what is still missing. */
function usePrice(line: Line) {
  const { override } = line
  const [typed, setTyped] = useState(override ? (override.unit_price_fen / 100).toFixed(2) : '')
  const [fresh, setFresh] = useState(true)
  const [reason, setReason] = useState<OverrideReason | null>(override?.reason ?? null)
  const member = counter.use((basket) => basket.member !== null)
  const unit_price_fen = typed === '' ? null : parseYuan(typed)
  const priced = (next: Line['override']) =>
    priceBasket([{ ...line, override: next ?? null }], member).lines[0]!
  const before = priced(null)
  const after = unit_price_fen === null ? null : priced({ unit_price_fen, reason: reason ?? 'regular' })
  const why =
    after === null
      ? ('why_new_price' as const)
      : after.amount_fen > after.list_fen
        ? ('why_above_marked' as const)
        : reason === null
          ? ('why_price_reason' as const)
          : null
  return {
    typed,
    reason,
    choose(next: OverrideReason) {
      setReason(next)
      if (next === 'gift') setTyped('0')
    },
    before,
    after,
    why,
    next: why === null && unit_price_fen !== null && reason !== null ? { unit_price_fen, reason } : null,
    clear: () => setTyped(''),
    // The first key begins a new price; the one shown was only a reminder.
    type(key: string) {
      setTyped(typeKey(fresh && key !== 'back' ? '' : typed, key, { whole: 6, decimals: 2 }))
      setFresh(false)
    },
  }
}
