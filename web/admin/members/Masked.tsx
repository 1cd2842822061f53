import { useEffect, useState } from 'react'
import { Modal } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { unmaskMember, type SealedField } from '#contract/privacy.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { isReason, Reason } from './Reason.tsx'

type Props = { member_id: string; field: SealedField; masked: string }

/** So long a whole value stays on the screen before it is masked again. */
const shown_s = 30

/** A closed field in its masked form; who may see it whole says why, and sees it for a moment (R1.64). */
export function Masked({ member_id, field, masked }: Props) {
  const say = useSay()
  const me = useMe()
  const [asking, setAsking] = useState(false)
  const [whole, setWhole] = useState<string | null>(null)
  const name = say(`field_${field}`)
  return (
    <span className="masked n">
      {whole === null ? (
        <span>{masked}</span>
      ) : (
        <Whole value={whole} onGone={() => setWhole(null)} />
      )}
      {whole === null && may(me, 'members.unmask') && (
        <button
          type="button"
          className="ib"
          aria-label={say('unmask_look', { field: name })}
          title={say('unmask_look', { field: name })}
          onClick={() => setAsking(true)}>
          <Icon name="eye" size="s" />
        </button>
      )}
      <Modal
        open={asking}
        title={say('unmask_title', { field: name })}
        onCancel={() => setAsking(false)}
        footer={null}
        width={400}
        destroyOnHidden
        closable={{ 'aria-label': say('close') }}>
        <Ask
          member_id={member_id}
          field={field}
          onShown={(value) => {
            setWhole(value)
            setAsking(false)
          }}
        />
      </Modal>
    </span>
  )
}

function Whole({ value, onGone }: { value: string; onGone: () => void }) {
  const say = useSay()
  const [left_s, setLeft] = useState(shown_s)
  useEffect(() => {
    const timer = setTimeout(() => (left_s > 1 ? setLeft(left_s - 1) : onGone()), 1000)
    return () => clearTimeout(timer)
  }, [left_s, onGone])
  return (
    <>
      <b className="whole" role="status">{value}</b>
      <button
        type="button"
        className="link"
        onClick={onGone}
        title={say('unmask_again_in', { seconds: left_s })}>
        {say('unmask_hide')}
      </button>
    </>
  )
}

type AskProps = { member_id: string; field: SealedField; onShown: (value: string) => void }

function Ask({ member_id, field, onShown }: AskProps) {
  const say = useSay()
  const queries = useQueryClient()
  const [reason, setReason] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const ready = reason !== null && isReason(reason)
  async function look() {
    if (!ready || busy) return
    setBusy(true)
    setError(null)
    try {
      const { value } = await call(unmaskMember, { member_id, field, reason })
      onShown(value)
      await queries.invalidateQueries({ queryKey: ['GET'] })
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void look()
      }}>
      <Reason value={reason} onChange={setReason} />
      {error !== null && <Failed error={error} />}
      <p className="why">{say('unmask_hint')}</p>
      <div className="form-end">
        <button type="submit" className="btn pri" aria-disabled={!ready || busy}>
          {say('unmask_show')}
        </button>
        {!ready && <span className="why">{say('reason_needed')}</span>}
      </div>
    </form>
  )
}
