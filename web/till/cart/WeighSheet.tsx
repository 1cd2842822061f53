import { useState } from 'react'
import type { Sku } from '#contract/goods.ts'
import { formatQty } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { ringUp } from '../box.ts'
import { counter } from '../counter.ts'
import { priceBasket } from '../engine.ts'
import { onEnter, useKeys } from '../keys.ts'
import { Pad, padKeys } from '../Pad.tsx'
import { parseKg, typeKey } from '../payment.ts'
import { Sheet } from '../Sheet.tsx'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

/** The weight of goods sold by weight, typed as the scale shows it. */
export function WeighSheet({ sku, line }: { sku: Sku; line: number | null }) {
  const say = useSay()
  const before = counter.use(({ lines }) => lines.find(({ key }) => key === line)?.qty_m)
  const member = counter.use((basket) => basket.member !== null)
  const [{ typed }, setEntry] = useState({ typed: before ? formatQty(before, 'weight') : '', fresh: true })
  const qty_m = parseKg(typed) ?? 0
  const amount_fen =
    qty_m > 0 ? priceBasket([{ key: 0, sku, qty_m, label_fen: null }], member).subtotal_fen : 0

  // The first key begins a new weight; the one shown was only a reminder.
  const type = (key: string) =>
    setEntry((now) => ({
      typed: typeKey(now.fresh && key !== 'back' ? '' : now.typed, key, { whole: 3, decimals: 3 }),
      fresh: false,
    }))
  function take() {
    if (qty_m === 0) return
    closeSheet()
    if (line === null) ringUp({ sku, qty_m, label_fen: null })
    else counter.send({ do: 'set_qty', key: line, qty_m })
  }
  // A scanner's digits are no weight.
  useKeys({
    ...padKeys(type),
    Enter: onEnter(take),
    Escape: closeSheet,
    scan: () => setEntry({ typed: '', fresh: false }),
  })
  return (
    <Sheet title={say('weigh_title', { name: sku.name })} onClose={closeSheet}>
      <div className="io">
        <div className="in">
          <span className="k">{say('weight')}</span>
          <output className="amt" aria-live="polite">
            {typed || '0.000'}
            <small> kg</small>
          </output>
        </div>
        <div className="chg">
          <span className="k n">
            <Money fen={sku.list_price_fen} /> /kg
          </span>
          <Money fen={amount_fen} />
        </div>
      </div>
      <Pad onKey={type} />
      <p className="foot">
        <span className="why">{qty_m === 0 && say('why_weight')}</span>
        <button type="button" className="btn pri big" aria-disabled={qty_m === 0} onClick={take}>
          {say('add')} <kbd>Enter</kbd>
        </button>
      </p>
    </Sheet>
  )
}
