import type { Sale } from '#contract/sales.ts'
import { useSay } from '../texts/approvals.ts'
import { useWhen } from '../when.ts'

/** Who said yes to the prices of an order, or to one of its returns. */
export function ApprovedBy({ approved, doc_id }: { approved: Sale['approved']; doc_id: string }) {
  const say = useSay()
  const when = useWhen()
  return approved
    .filter((one) => one.doc_id === doc_id)
    .map(({ act, by, at }) => (
      <small key={`${act} ${at}`} className="hint">
        {say('approved_by', { act: say(`act_${act}`), name: by, time: when.moment(at) })}
      </small>
    ))
}
