import { readAuditState } from '#contract/audit.ts'
import { formatCount } from '../../ui/format.ts'
import { useReply } from '../query.ts'
import { useWhen } from '../when.ts'
import { useAuditTexts } from './texts-of-verbs.ts'
import { useSay } from '../texts/audit.ts'

/** How far the record is sealed. A broken seal is said in red, with what to do. */
export function Seal() {
  const say = useSay()
  const when = useWhen()
  const texts = useAuditTexts()
  const state = useReply(readAuditState, {}, { every_ms: 10_000 }).data
  if (!state) return null
  if (state.broken !== null)
    return <span className="err" role="alert">{say('broken', { why: texts.breaks[state.broken] })}</span>
  return (
    <span title={state.hash === null ? undefined : `${say('hash')} ${state.hash} · ${say('hash_hint')}`}>
      {state.sealed_at !== null
        && say('sealed_all', { time: when.moment(state.sealed_at), count: formatCount(state.sealed_seq) })}
      {state.waiting > 0 && ` · ${say('waiting', { count: formatCount(state.waiting) })}`}
    </span>
  )
}
