import { has, may, useMe } from '../../ui/session.ts'
import { counter } from '../counter.ts'
import { doors } from '../doors.ts'
import { net } from '../net.ts'
import { useSay } from '../texts.ts'

/** The sheets as keys; one that this person or this chain does not have is not drawn. */
export function FnKeys() {
  const say = useSay()
  const me = useMe()
  const reached = net.use((state) => state.reached)
  const member = counter.use((basket) => basket.member !== null)
  const offline = reached ? null : say('needs_network')
  const topUp = has(me, 'stored_value') && may(me, 'value.top_up')
  return (
    <div className="fn">
      {may(me, 'sales.return') && (
        <FnKey word={say('return')} code="F7" why={offline} onClick={doors.return} />
      )}
      {may(me, 'sales.read') && (
        <FnKey word={say('reprint')} code="F8" why={offline} onClick={doors.reprint} />
      )}
      {topUp && (
        <FnKey
          word={say('top_up')}
          code="F9"
          onClick={doors.top_up}
          why={offline ?? (member ? null : say('top_up_needs_member'))}
        />
      )}
      {has(me, 'members') && may(me, 'members.enrol') && (
        <FnKey word={say('enrol')} code="F4" why={offline} onClick={doors.enrol} />
      )}
    </div>
  )
}

function FnKey({
  word,
  code,
  why,
  onClick,
}: {
  word: string
  code: string
  why: string | null
  onClick: () => void
}) {
  return (
    <button
      type="button"
      className="key"
      aria-disabled={why !== null}
      title={why ?? undefined}
      onClick={onClick}
    >
      <span>{word}</span>
      <span className="f" aria-hidden="true">
        {code}
      </span>
      {why !== null && <span className="sr">{why}</span>}
    </button>
  )
}
