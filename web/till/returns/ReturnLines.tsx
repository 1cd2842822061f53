import { useState } from 'react'
import type { Sale } from '#contract/sales.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { Chosen } from '../FindSale.tsx'
import { useLoad } from '../load.ts'
import type { At } from '../place.ts'
import { useSay } from '../texts.ts'
import { BackLine } from './BackLine.tsx'
import { GoesBack } from './GoesBack.tsx'
import { readChosen } from './chosen.ts'
import { allOf, leftOf, want, type Wanted } from './returning.ts'

type Steps = { at: At; onBack: () => void; onClose: () => void }

/** What of one sale comes back; the server says cell by cell what each tender gets. */
export function ReturnLines({ chosen, ...steps }: Steps & { chosen: Chosen }) {
  const say = useSay()
  const sale = useLoad(chosen.sale_id, (signal) => readChosen(chosen, signal))
  if (sale.data) return <Lines key={chosen.sale_id} sale={sale.data} token={chosen.token} {...steps} />
  return (
    <div className="form">
      {sale.error !== null && (
        <Failed title={say('receipt_failed')} error={sale.error} onRetry={sale.again} />
      )}
      {sale.loading && <Skeleton rows={6} columns={4} onCancel={steps.onBack} />}
    </div>
  )
}

function Lines({ sale, token, at, onBack, onClose }: Steps & { sale: Sale; token: string | null }) {
  const say = useSay()
  const [wanted, setWanted] = useState<Wanted>({})
  const open = sale.lines.some((line) => leftOf(line) > 0)
  return (
    <div className="two-sides back">
      <div className="form">
        <p className="return-head">
          <button type="button" className="key" onClick={onBack}>
            <Icon name="left" />
            {say('other_receipt')}
          </button>
          <b className="n">{sale.receipt_no}</b>
          {open && (
            <button type="button" className="key" onClick={() => setWanted(allOf(sale.lines))}>
              {say('return_all')}
            </button>
          )}
        </p>
        {sale.store_id !== at.store.id && (
          <p className="elsewhere" role="status">
            <Icon name="store" />
            {say('sold_elsewhere', { store: sale.store, here: at.store.name })}
          </p>
        )}
        <ul className="back-lines">
          {sale.lines.map((line) => (
            <BackLine
              key={line.line}
              line={line}
              qty_m={wanted[line.line] ?? 0}
              onChange={(qty_m) => setWanted((now) => want(now, line, qty_m))}
            />
          ))}
        </ul>
      </div>
      {open ? (
        <GoesBack sale={sale} token={token} at={at} wanted={wanted} onClose={onClose} />
      ) : (
        <Empty title={say('sale_all_returned')} why={say('sale_all_returned_why')} />
      )}
    </div>
  )
}
