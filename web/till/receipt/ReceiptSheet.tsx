import { useState } from 'react'
import { listSales, readSale, saleCan, type Sale } from '#contract/sales.ts'
import { call } from '../../ui/call.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { may, useMe } from '../../ui/session.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { FindSale, type Chosen } from '../FindSale.tsx'
import { useKeys } from '../keys.ts'
import { useLoad } from '../load.ts'
import type { At } from '../place.ts'
import { SalePaper } from '../SalePaper.tsx'
import { Sheet } from '../Sheet.tsx'
import { closeSheet, lastSale, openSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

/** The receipt of the last sale once more, or of another one, to read and to print. */
export function ReceiptSheet({ at, sale_id }: { at: At; sale_id: string | null }) {
  const say = useSay()
  const last = lastSale.use((id) => id)
  const [chosen, setChosen] = useState(sale_id ?? last)
  const [finding, setFinding] = useState(false)
  useKeys({ Escape: closeSheet, F8: () => window.print() })
  const choose = ({ sale_id: id }: Chosen) => {
    setChosen(id)
    setFinding(false)
  }
  return (
    <Sheet title={say('reprint_title')} onClose={closeSheet} wide={finding}>
      {finding ? (
        <FindSale store_id={at.store.id} may={() => true} onChoose={choose} />
      ) : (
        <Receipt wanted={chosen} store_id={at.store.id} onOther={() => setFinding(true)} />
      )}
    </Sheet>
  )
}

type ReceiptProps = { wanted: string | null; store_id: string; onOther: () => void }

function Receipt({ wanted, store_id, onOther }: ReceiptProps) {
  const say = useSay()
  const me = useMe()
  const { data, error, loading, again } = useLoad(wanted ?? 'latest', (signal) =>
    readOne(wanted, store_id, signal),
  )
  const returns =
    data !== null && may(me, 'sales.return') && (saleCan.return as string[]).includes(data.state)
  return (
    <>
      {error !== null && <Failed title={say('receipt_failed')} error={error} onRetry={again} />}
      {loading && !data && <Skeleton rows={8} columns={2} />}
      {!loading && error === null && !data && <Empty title={say('no_sales')} why={say('no_sales_why')} />}
      {data && (
        <div className="paper-tray" tabIndex={0} role="group" aria-label={say('slip')}>
          <SalePaper sale={data} copy />
        </div>
      )}
      <p className="foot">
        <button type="button" className="key other" onClick={onOther}>
          <Icon name="search" />
          {say('other_receipt')}
        </button>
        {data && returns && (
          <button
            type="button"
            className="key"
            onClick={() => openSheet({ kind: 'return', sale_id: data.id })}
          >
            <Icon name="return" />
            {say('return_this')}
          </button>
        )}
        {data && (
          <button type="button" className="btn pri big" data-autofocus onClick={() => window.print()}>
            <Icon name="printer" />
            {say('print')} <kbd>F8</kbd>
          </button>
        )}
      </p>
    </>
  )
}

/** The sale wanted, or the latest of the store; null where nothing was ever sold. */
async function readOne(wanted: string | null, store_id: string, signal: AbortSignal): Promise<Sale | null> {
  const id = wanted ?? (await call(listSales, { store_id, limit: 1 }, { signal })).rows[0]?.id
  return id ? await call(readSale, { sale_id: id }, { signal }) : null
}
