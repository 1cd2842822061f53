import { useState } from 'react'
import type { Sku } from '#contract/goods.ts'
import { pictureAddress } from '#contract/pictures.ts'
import { Money } from '../../ui/Money.tsx'
import { focusBox, ringUp } from '../box.ts'
import { memberPrice } from '../goods.ts'
import { useSay } from '../texts.ts'
import { countTap } from './frequent.ts'

/** One article as a key. */
export function Tile({ sku, count }: { sku: Sku; count: number }) {
  const say = useSay()
  const weight = sku.sold_by === 'weight'
  const member_fen = memberPrice(sku)
  const forMembers = member_fen !== null && (
    <span className="m gain n">
      {say('member_price_short')} <Money fen={member_fen} bare />
    </span>
  )
  function tap() {
    countTap(sku.id)
    ringUp({ sku, qty_m: weight ? null : 1000, label_fen: null })
    // The input goes on listening, so that the next scan is not lost on a key.
    if (!weight) focusBox()
  }
  return (
    <button type="button" className={`tile ${count > 0 ? 'in-cart' : ''}`} onClick={tap} title={sku.name}>
      {count > 0 && <span className="in n">{count}</span>}
      <span className="tile-top">
        <b>{sku.name}</b>
        {sku.picture && <Picture key={sku.picture} src={pictureAddress(sku.picture)} />}
      </span>
      {weight && forMembers}
      <span className="b">
        <span className="pr n">
          <Money fen={sku.list_price_fen} bare />
          {weight && <small> /kg</small>}
        </span>
        {weight ? <span className="m">{say('weigh')}</span> : forMembers}
      </span>
    </button>
  )
}

/** What cannot be fetched, with the network down for instance, leaves the words alone. */
function Picture({ src }: { src: string }) {
  const [gone, setGone] = useState(false)
  if (gone) return null
  const hide = () => setGone(true)
  return <img src={src} alt="" loading="lazy" decoding="async" draggable={false} onError={hide} />
}
