import { useState } from 'react'
import { quoteReturn, readSale, type Sale } from '#contract/sales.ts'
import type { Store, Till } from '#contract/session.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { acts } from '../acts.ts'
import { Doubt } from '../Doubt.tsx'
import { useLoad } from '../load.ts'
import { useSay } from '../texts.ts'
import { BackLine } from './BackLine.tsx'
import { Cells } from './Cells.tsx'
import { Reasons } from './Reasons.tsx'
import { allOf, linesOf, want, type Wanted } from './returning.ts'

export type At = { store: Store; till: Till }

/** What of one sale comes back; the server says cell by cell what each tender gets. */
export function ReturnLines({ sale_id, at, onBack }: { sale_id: string; at: At; onBack: () => void }) {
  const say = useSay()
  const sale = useLoad(sale_id, (signal) => call(readSale, { sale_id }, { signal }))
  if (sale.data) return <Chosen key={sale_id} sale={sale.data} at={at} onBack={onBack} />
  return (
    <div className="form">
      {sale.error !== null && (
        <Failed title={say('receipt_failed')} error={sale.error} onRetry={sale.again} />
      )}
      {sale.loading && <Skeleton rows={6} columns={4} onCancel={onBack} />}
    </div>
  )
}

function Chosen({ sale, at, onBack }: { sale: Sale; at: At; onBack: () => void }) {
  const say = useSay()
  const act = acts.return.use()
  const [wanted, setWanted] = useState<Wanted>({})
  const [reason, setReason] = useState('')
  const lines = linesOf(wanted)
  const preview = useLoad(JSON.stringify(lines), async (signal) =>
    lines.length === 0 ? null : await call(quoteReturn, { sale_id: sale.id, lines }, { signal }),
  )
  const held = act.state === 'busy' || act.state === 'unknown'
  const why =
    lines.length === 0
      ? ('why_lines' as const)
      : preview.loading || !preview.data
        ? ('why_quoting' as const)
        : reason.trim() === ''
          ? ('why_reason' as const)
          : null
  function run() {
    if (why || held) return
    void acts.return.run({
      sale_id: sale.id,
      store_id: at.store.id,
      till_id: at.till.id,
      lines,
      reason: reason.trim(),
    })
  }
  return (
    <div className="two-sides back">
      <div className="form">
        <p className="return-head">
          <button type="button" className="key" onClick={onBack}>
            <Icon name="left" />
            {say('other_receipt')}
          </button>
          <b className="n">{sale.receipt_no}</b>
          <button type="button" className="key" onClick={() => setWanted(allOf(sale.lines))}>
            {say('return_all')}
          </button>
        </p>
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
      <div className="form">
        <Doubt act={acts.return} what={say('this_return')} />
        {act.state === 'refused' && <Failed title={say('not_returned')} error={act.error} />}
        {preview.error !== null && (
          <Failed title={say('preview_failed')} error={preview.error} onRetry={preview.again} />
        )}
        {preview.data ? (
          <Cells sale={sale} preview={preview.data} />
        ) : (
          <p className="mut">{say('return_hint')}</p>
        )}
        <Reasons reason={reason} onChange={setReason} />
        <p className="why" role="status">
          {why && say(why)}
        </p>
        <button type="button" className="pay" aria-disabled={why !== null || held} onClick={run}>
          {held ? (
            say('working')
          ) : (
            <>
              {say('return_now')} {preview.data && <Money fen={preview.data.amount_fen} />}
            </>
          )}
        </button>
      </div>
    </div>
  )
}
