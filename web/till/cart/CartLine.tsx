import { useEffect, useRef } from 'react'
import type { PricedLine } from '#pricing/basket.ts'
import { formatQty } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { isApproved, pricesToApprove } from '../approving.ts'
import type { Line } from '../basket.ts'
import { counter } from '../counter.ts'
import { useQuote } from '../quote.ts'
import { openSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

type Shown = { line: Line; priced: PricedLine }

/** One line: what, how much, at which price and why. The picked one carries its keys. */
export function CartLine({ line, priced, at, on }: Shown & { at: number; on: boolean }) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (on) row.current?.scrollIntoView({ block: 'nearest' })
  }, [on])
  const cells = <LineCells line={line} priced={priced} at={at} on={on} />
  return (
    <li ref={row} className={`ln ${on ? 'on' : ''}`} aria-current={on || undefined}>
      {on ? (
        <div className="row">{cells}</div>
      ) : (
        <button type="button" className="row" onClick={() => counter.send({ do: 'pick', key: line.key })}>
          {cells}
        </button>
      )}
    </li>
  )
}

function LineCells({ line, priced, at, on }: Shown & { at: number; on: boolean }) {
  const { sku, qty_m } = line
  const cheaper = priced.unit_price_fen !== priced.list_price_fen && line.label_fen === null
  return (
    <>
      <span className="ix n">{at + 1}</span>
      <span className="nm">
        <b title={sku.name}>{sku.name}</b>
        <Why line={line} priced={priced} at={at} />
      </span>
      {on ? <LineKeys line={line} /> : <Qty sold_by={sku.sold_by} qty_m={qty_m} />}
      <span className="r n">
        {on ? (
          <PriceKey line={line} unit_price_fen={priced.unit_price_fen} />
        ) : (
          <span className="p">
            <Money fen={priced.unit_price_fen} bare />
          </span>
        )}
        {cheaper && !on && (
          <span className="was">
            <Money fen={priced.list_price_fen} bare />
          </span>
        )}
      </span>
      <span className="r n">
        <span className="a">
          <Money fen={priced.amount_fen} bare />
        </span>
        {priced.list_fen !== priced.amount_fen && (
          <span className="was">
            <Money fen={priced.list_fen} bare />
          </span>
        )}
      </span>
    </>
  )
}

/** The picked line's price is the key that changes it. */
function PriceKey({ line, unit_price_fen }: { line: Line; unit_price_fen: number }) {
  const say = useSay()
  return (
    <button
      type="button"
      className="price-key"
      onClick={() => openSheet({ kind: 'price', line: line.key })}
    >
      <span className="p">
        <Money fen={unit_price_fen} bare />
      </span>
      <small>
        {say('set_price')}
        <span className="sr"> {line.sku.name}</span>
      </small>
    </button>
  )
}

function Qty({ sold_by, qty_m }: { sold_by: 'piece' | 'weight'; qty_m: number }) {
  return (
    <span className="q n">
      {formatQty(qty_m, sold_by)}
      {sold_by === 'weight' && <small>kg</small>}
    </span>
  )
}

/** The reason of the price in words, or what the article is when there is none. */
function Why({ line: { sku, override }, priced, at }: Shown & { at: number }) {
  const say = useSay()
  const approval = useApprovalOf(at)
  const [first] = priced.reasons
  if (!first)
    return <small>{sku.sold_by === 'weight' ? say('by_weight') : `${sku.category} · ${sku.unit}`}</small>
  const words: Record<string, string> = override ? { reason: say(`override_${override.reason}`) } : {}
  const text = say.of(`reason_${first.kind}`, { ...first.params, ...words })
  const per = first.kind === 'member_price' && sku.sold_by === 'weight' ? '/kg' : ''
  return (
    <small className={first.saved_fen > 0 ? 'gain' : ''}>
      {text}
      {per}
      {approval && ` · ${say(`${approval}_tag`)}`}
    </small>
  )
}

/** Whether a second person must still approve the line's price, or has. */
function useApprovalOf(at: number): 'to_approve' | 'approved' | null {
  const { quote, fresh } = useQuote()
  const basket = counter.use((state) => state)
  if (!fresh || !quote?.to_approve.includes(at)) return null
  return isApproved(basket, pricesToApprove(basket, quote)) ? 'approved' : 'to_approve'
}

/**
 * Plus and minus for pieces; at one piece minus removes. A weight is put on the scale again, a label stands.
 */
function LineKeys({ line: { key, sku, qty_m, label_fen } }: { line: Line }) {
  const say = useSay()
  const remove = () => counter.send({ do: 'remove', key })
  const pieces = sku.sold_by === 'piece' && label_fen === null
  const last = !pieces || qty_m <= 1000
  const less = () => counter.send({ do: 'step', key, by: -1 })
  return (
    <span className={`step ${pieces ? '' : 'weighed'}`}>
      <button
        type="button"
        onClick={last ? remove : less}
        aria-label={say(last ? 'remove_line' : 'one_less', { name: sku.name })}
      >
        <Icon name={last ? 'trash' : 'minus'} />
      </button>
      {pieces && (
        <span className="v n" aria-label={say('qty')}>
          {formatQty(qty_m, 'piece')}
        </span>
      )}
      {pieces && (
        <button
          type="button"
          onClick={() => counter.send({ do: 'step', key, by: 1 })}
          aria-label={say('one_more', { name: sku.name })}
        >
          <Icon name="plus" />
        </button>
      )}
      {!pieces && label_fen === null && (
        <button
          type="button"
          className="v n"
          onClick={() => openSheet({ kind: 'weigh', sku, line: key })}
          aria-label={say('weigh_again', { name: sku.name })}
        >
          {formatQty(qty_m, sku.sold_by)}
          <small>kg</small>
        </button>
      )}
      {label_fen !== null && (
        <span className="v n">
          {formatQty(qty_m, sku.sold_by)}
          {sku.sold_by === 'weight' && <small>kg</small>}
        </span>
      )}
    </span>
  )
}
