import { useEffect, useState, type SubmitEvent } from 'react'
import { findReceipt, isReceiptToken, listSales, type SaleHead } from '#contract/sales.ts'
import { call } from '../ui/call.ts'
import { Empty } from '../ui/Empty.tsx'
import { Failed } from '../ui/Failed.tsx'
import { formatMoment } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useLang } from '../ui/lang.ts'
import { Money } from '../ui/Money.tsx'
import { useMe } from '../ui/session.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Field } from './Field.tsx'
import { useLoad } from './load.ts'
import { useSay } from './texts.ts'

const rows_shown = 30

/** `may` says which sales can be chosen for what is to be done with them; the others stay in sight, grey. */
type FindSaleProps = {
  store_id: string
  may: (sale: SaleHead) => boolean
  onChoose: (chosen: Chosen) => void
  /** A token that was scanned before this opened. */
  scanned?: string | undefined
}
/** A sale, and the token on its receipt where that was what opened it: another store's opens by it alone. */
export type Chosen = { sale_id: string; token: string | null }

/** The sale by its receipt number or the code on its receipt, or from the latest ones of this store. */
export function FindSale({ store_id, may, onChoose, scanned = '' }: FindSaleProps) {
  const say = useSay()
  const [receipt_no, setReceiptNo] = useState(scanned)
  const [error, setError] = useState<unknown>(null)
  const sales = useLoad(store_id, (signal) => call(listSales, { store_id, limit: rows_shown }, { signal }))
  async function find() {
    const typed = receipt_no.replaceAll(/\s/g, '').toUpperCase()
    if (typed === '') return
    setError(null)
    try {
      const { id } = await call(findReceipt, { receipt_no: typed })
      onChoose({ sale_id: id, token: isReceiptToken(typed) ? typed : null })
    } catch (cause) {
      setError(cause)
    }
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    void find()
  }
  useEffect(() => {
    if (scanned !== '') void find()
    // What was scanned is looked for once; after that it is a text like any other.
    // eslint-disable-next-line react/exhaustive-deps
  }, [scanned])
  return (
    <div className="form">
      <form className="find-receipt" onSubmit={submit}>
        <Field label={say('receipt_or_token')} value={receipt_no} onChange={setReceiptNo} autoFocus scan />
        <button type="submit" className="key">
          <Icon name="search" />
          {say('find')}
        </button>
      </form>
      {error !== null && <Failed title={say('receipt_not_found')} error={error} />}
      <h3 className="label">{say('latest_sales')}</h3>
      {sales.error !== null && <Failed error={sales.error} onRetry={sales.again} />}
      {sales.loading && !sales.data && <Skeleton rows={6} columns={4} />}
      {sales.data?.rows.length === 0 && <Empty title={say('no_sales')} why={say('no_sales_why')} />}
      <ul className="sales">
        {sales.data?.rows.map((row) => (
          <SaleRow
            key={row.id}
            row={row}
            open={may(row)}
            onChoose={(sale_id) => onChoose({ sale_id, token: null })}
          />
        ))}
      </ul>
    </div>
  )
}

type SaleRowProps = { row: SaleHead; open: boolean; onChoose: (sale_id: string) => void }

function SaleRow({ row, open, onChoose }: SaleRowProps) {
  const say = useSay()
  const lang = useLang()
  const { chain } = useMe()
  return (
    <li>
      <button
        type="button"
        aria-disabled={!open}
        onClick={() => {
          if (open) onChoose(row.id)
        }}
      >
        <span className="n">{formatMoment(row.at, chain.time_zone, lang)}</span>
        <b className="n">{row.receipt_no}</b>
        <span className="who">
          <span className="cut" title={row.member?.name}>{row.member?.name ?? say('walk_in')}</span>
          {row.member && <span className="n">{row.member.phone_masked}</span>}
        </span>
        {row.state !== 'settled' && <span className="tag">{say(`sale_${row.state}`)}</span>}
        <span className="r n">
          <Money fen={row.payable_fen} bare />
        </span>
      </button>
    </li>
  )
}
