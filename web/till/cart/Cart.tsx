import { useMemo } from 'react'
import { counter } from '../counter.ts'
import { priceBasket } from '../engine.ts'
import { useSay } from '../texts.ts'
import { CartLine } from './CartLine.tsx'
import { Totals } from './Totals.tsx'

/** The basket, priced on this device at each tap. */
export function Cart() {
  const say = useSay()
  const { lines, member, picked } = counter.use((basket) => basket)
  const priced = useMemo(() => priceBasket(lines, member !== null), [lines, member])
  return (
    <main className="cart" aria-label={say('basket')}>
      <div className="row head">
        <span />
        <span className="n">{say('items', itemsOf(lines))}</span>
        <span className="c">{say('qty')}</span>
        <span className="r">{say('price')}</span>
        <span className="r">{say('amount')}</span>
      </div>
      {lines.length === 0 ? (
        <div className="no-lines">
          <b>{say('basket_empty')}</b>
          <p>{say('basket_empty_why')}</p>
        </div>
      ) : (
        <ol className="lines">
          {lines.map((line, at) => (
            <CartLine
              key={line.key}
              line={line}
              priced={priced.lines[at]!}
              at={at}
              on={line.key === picked}
            />
          ))}
        </ol>
      )}
      <Totals priced={priced} />
    </main>
  )
}

/** How many rows, and how many pieces: every weighing counts as one. */
function itemsOf(lines: readonly { sku: { sold_by: string }; qty_m: number }[]) {
  const pieces = lines.map(({ sku, qty_m }) => (sku.sold_by === 'piece' ? qty_m / 1000 : 1))
  return { lines: lines.length, pieces: pieces.reduce((total, count) => total + count, 0) }
}
