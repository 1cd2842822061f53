import { useState } from 'react'
import type { About } from '#contract/approvals.ts'
import { quoteReturn, type Sale } from '#contract/sales.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Money } from '../../ui/Money.tsx'
import { acts } from '../acts.ts'
import { ApproveSheet } from '../approve/ApproveSheet.tsx'
import { Doubt } from '../Doubt.tsx'
import { useKeys } from '../keys.ts'
import { useLoad } from '../load.ts'
import type { At } from '../place.ts'
import { useSay } from '../texts.ts'
import { Cells } from './Cells.tsx'
import { Reasons } from './Reasons.tsx'
import { linesOf, type Wanted } from './returning.ts'

type Props = { sale: Sale; token: string | null; at: At; wanted: Wanted; onClose: () => void }

/** What goes back where, why, and the one key that does it. Nothing is reckoned here: the server says it. */
export function GoesBack({ sale, token, at, wanted, onClose }: Props) {
  const say = useSay()
  const act = acts.return.use()
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState<About | null>(null)
  const lines = linesOf(wanted)
  const preview = useLoad(JSON.stringify(lines), async (signal) =>
    lines.length === 0
      ? null
      : await call(quoteReturn, { sale_id: sale.id, lines, store_id: at.store.id, token }, { signal }),
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
  const to_approve = preview.data?.to_approve === true
  function run(approval_id?: string) {
    if (why || held) return
    setAsking(null)
    void acts.return.run({
      sale_id: sale.id,
      store_id: at.store.id,
      till_id: at.till.id,
      lines,
      reason: reason.trim(),
      ...(token !== null && { token }),
      ...(approval_id !== undefined && { approval_id }),
    })
  }
  function go() {
    if (why || held || !preview.data) return
    if (!to_approve) return run()
    setAsking({ act: 'return_over', sale_id: sale.id, amount_fen: preview.data.amount_fen })
  }
  useKeys({ F12: go, Escape: onClose })
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
      <button type="button" className="pay" aria-disabled={why !== null || held} onClick={go}>
        {held ? (
          say('working')
        ) : (
          <>
            {say(to_approve ? 'approve_then_return' : 'return_now')}{' '}
            {preview.data && <Money fen={preview.data.amount_fen} />} <kbd>F12</kbd>
          </>
        )}
      </button>
      {asking && (
        <ApproveReturn about={asking} sale={sale} onGiven={run} onClose={() => setAsking(null)} />
      )}
    </div>
  )
}

type ApproveProps = {
  about: About
  sale: Sale
  onGiven: (approval_id: string) => void
  onClose: () => void
}

/** So much money back before a second person; what was chosen and typed waits behind it. */
function ApproveReturn({ about, sale, onGiven, onClose }: ApproveProps) {
  const say = useSay()
  return (
    <ApproveSheet about={about} onGiven={onGiven} onClose={onClose}>
      <h3 className="label">{say('approval_of_return')}</h3>
      <p className="n">
        {sale.receipt_no} · {sale.store}
      </p>
      <p className="approve-sum n">
        <span>{say('return_now')}</span>
        {about.act === 'return_over' && <Money fen={about.amount_fen} />}
      </p>
    </ApproveSheet>
  )
}
