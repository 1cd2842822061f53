import { useState } from 'react'
import { Modal } from 'antd'
import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { consentKinds, setConsent, type ConsentGiven, type ConsentKind } from '#contract/consents.ts'
import type { IdentityShown } from '#contract/privacy.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { may, useMe } from '../../ui/session.ts'
import { useDeed } from '../frame/Deeds.tsx'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { useWords } from './words.ts'

type Props = {
  member_id: string
  /** Newest first. */
  consents: readonly ConsentGiven[]
  identity: readonly IdentityShown[]
  /** Nothing can be asked any more. */
  fixed: boolean
}
type Free = 'marketing' | 'profiling' | 'identity'
const isFree = (kind: ConsentKind): kind is Free =>
  kind === 'marketing' || kind === 'profiling' || kind === 'identity'

/**
 * What the member agreed to, each asked by itself (R1.60): the latest answer stands, and is withdrawn as
 * easily as it was given.
 */
export function Consents({ member_id, consents, identity, fixed }: Props) {
  const say = useSay()
  const me = useMe()
  const [asking, setAsking] = useState<Free | null>(null)
  const { answer, error, busy } = useAnswer(member_id, identity)
  const asked = new Set(consents.map(({ kind }) => kind))
  const shown = consentKinds.filter((kind) => kind !== 'guardian' || asked.has(kind))
  const free = !fixed && may(me, 'members.enrol')
  return (
    <section className="panel n consents" aria-label={say('consent_title')}>
      <div className="ph">
        <h2 className="h2">{say('consent_title')}</h2>
        <span className="r">
          <Link
            className="link"
            to="/members/$member_id"
            params={{ member_id }}
            search={(now) => ({ ...now, form: 'evidence' })}
            resetScroll={false}>
            {say('consent_history')}
          </Link>
        </span>
      </div>
      <ul>
        {shown.map((kind) => (
          <ConsentLine
            key={kind}
            kind={kind}
            history={consents.filter((one) => one.kind === kind)}
            busy={busy}
            onAsk={free && isFree(kind) ? () => setAsking(kind) : null}
            onWithdraw={free && isFree(kind) ? () => answer({ kind, given: false }) : null}
          />
        ))}
      </ul>
      {error !== null && <Failed error={error} />}
      <Modal
        open={asking !== null}
        title={asking === null ? '' : say(`consent_${asking}`)}
        onCancel={() => setAsking(null)}
        footer={null}
        width={420}
        destroyOnHidden
        closable={{ 'aria-label': say('close') }}>
        {asking !== null && (
          <Ask
            kind={asking}
            onAgreed={(version) => {
              setAsking(null)
              answer({ kind: asking, given: true, version })
            }}
          />
        )}
      </Modal>
    </section>
  )
}

type Answer = { kind: Free; given: boolean; version?: number | undefined }

/** Sends an answer. Withdrawing what things were kept under deletes them, so that waits 8 seconds. */
function useAnswer(member_id: string, identity: readonly IdentityShown[]) {
  const say = useSay()
  const queries = useQueryClient()
  const announce = useDeed()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function send(one: Answer) {
    setError(null)
    setBusy(true)
    try {
      await call(setConsent, { member_id, channel: 'console', ...one })
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  function answer(one: Answer) {
    if (busy) return
    const deletes = one.kind === 'identity' && !one.given && identity.length > 0
    if (!deletes) return void send(one)
    setBusy(true)
    announce({
      text: say('consent_identity_withdrawing'), act: () => void send(one), drop: () => setBusy(false),
    })
  }
  return { answer, error, busy }
}

type LineProps = {
  kind: ConsentKind
  history: readonly ConsentGiven[]
  busy: boolean
  onAsk: (() => void) | null
  onWithdraw: (() => void) | null
}

function ConsentLine({ kind, history, busy, onAsk, onWithdraw }: LineProps) {
  const say = useSay()
  const when = useWhen()
  const [now, before] = history
  const gone = now?.given === false && before?.given === true
  const word = now?.given ? 'consent_given' : gone ? 'consent_withdrawn_on' : 'consent_refused'
  const state = now === undefined ? say('consent_never') : say(word, { date: when.day(now.at) })
  return (
    <li>
      <span title={kind === 'service' ? say('consent_service_hint') : undefined}>
        {say(`consent_${kind}`)}
      </span>
      <span className={now?.given ? 'up' : 'mut'}>{state}</span>
      {now?.given && onWithdraw && (
        <button type="button" className="link" aria-disabled={busy} onClick={onWithdraw}>
          {say('consent_withdraw')}
        </button>
      )}
      {!now?.given && onAsk && (
        <button type="button" className="link" aria-disabled={busy} onClick={onAsk}>
          {say('consent_ask')}
        </button>
      )}
    </li>
  )
}

/** The words as they stand now; whoever presses the button says that the member read them. */
function Ask({ kind, onAgreed }: { kind: Free; onAgreed: (version: number | undefined) => void }) {
  const say = useSay()
  const words = useWords(kind)
  return (
    <div className="form">
      <blockquote className="words">{words?.text}</blockquote>
      <p className="why">{words && say('consent_version', { version: words.version })}</p>
      <div className="form-end">
        <button
          type="button"
          className="btn pri"
          aria-disabled={words === null}
          onClick={() => onAgreed(words?.version)}>
          {say('consent_agreed')}
        </button>
      </div>
    </div>
  )
}
