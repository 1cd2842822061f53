import { useState } from 'react'
import { quoteReturn, type Sale } from '#contract/sales.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Money } from '../../ui/Money.tsx'
import { acts } from '../acts.ts'
import { Doubt } from '../Doubt.tsx'
import { useKeys } from '../keys.ts'
import { useLoad } from '../load.ts'
import type { At } from '../place.ts'
import { useSay } from '../texts.ts'
import { Cells } from './Cells.tsx'
import { Reasons } from './Reasons.tsx'
import { linesOf, type Wanted } from './returning.ts'

type Props = { sale: Sale; at: At; wanted: Wanted; onClose: () => void }

/** What goes back where, why, and the one key that does it. Nothing is reckoned here: the server says it. */
export function GoesBack({ sale, at, wanted, onClose }: Props) {
  const say = useSay()
  const act = acts.return.use()
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
  useKeys({ F12: run, Escape: onClose })
  return (
    <div className="form">
      <Doubt act={acts.return} what={say('this_return')} />
      {act.state === 'refused' && <Failed title={say('not_returned')} error={act.error} />}
      {preview.error !== null && (
        <Failed title={say('preview_failed')} error={preview.error} onRetry={preview.again} />
      )}
      {preview.data ? (
        <Cells sale={sale} preview={preview.data} />
      ) : (
        <p className="return-hint">{say('return_hint')}</p>
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
            {say('return_now')} {preview.data && <Money fen={preview.data.amount_fen} />} <kbd>F12</kbd>
          </>
        )}
      </button>
    </div>
  )
}
