import { useState } from 'react'
import { Money } from '../../ui/Money.tsx'
import { ApproveSheet } from '../approve/ApproveSheet.tsx'
import { waitingPrices } from '../approving.ts'
import { counter } from '../counter.ts'
import { closeSheet, openSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

/** The changed prices of the basket before a second person: each line, old and new. */
export function ApprovePrices({ back }: { back: 'basket' | 'pay' }) {
  const say = useSay()
  const lines = counter.use((basket) => basket.lines)
  // As they stood when the sheet opened: the request is about just these.
  const [prices] = useState(waitingPrices)
  const goOn = () => (back === 'pay' ? openSheet({ kind: 'pay' }) : closeSheet())
  if (!prices) return null
  const given = (id: string) => {
    counter.send({ do: 'approved', approval: { id, about: JSON.stringify(prices) } })
    goOn()
  }
  const off_fen = prices.lines.reduce((all, line) => all + line.list_fen - line.amount_fen, 0)
  return (
    <ApproveSheet about={prices} onGiven={given} onClose={closeSheet}>
      <h3 className="label">{say('approval_of_price')}</h3>
      <ul className="approve-lines">
        {prices.lines.map((line, at) => (
          <li key={`${line.sku_id} ${at}`}>
            <span className="cut">
              <b className="cut">{lines.find(({ sku }) => sku.id === line.sku_id)?.sku.name}</b>
              <small>{say(`override_${line.reason}`)}</small>
            </span>
            <s className="was n">
              <Money fen={line.list_fen} bare />
            </s>
            <b className="n">
              <Money fen={line.amount_fen} />
            </b>
          </li>
        ))}
      </ul>
      <p className="approve-sum n">
        <span>{say('approval_reduces')}</span>
        <Money fen={off_fen} />
      </p>
    </ApproveSheet>
  )
}
