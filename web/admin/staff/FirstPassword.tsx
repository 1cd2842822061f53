import { useState } from 'react'
import { Modal } from 'antd'
import { useSay } from '../texts/staff.ts'

export type HandedOver = { name: string; first_password: string }

/** A first password is shown once, large enough to be read out; closing it needs a deliberate tap. */
export function FirstPassword({ handed, onDone }: { handed: HandedOver | null; onDone: () => void }) {
  const say = useSay()
  const [copied, setCopied] = useState(false)
  const done = () => {
    setCopied(false)
    onDone()
  }
  return (
    <Modal
      open={handed !== null}
      title={`${say('password_title')} · ${handed?.name ?? ''}`}
      mask={{ closable: false }}
      keyboard={false}
      closable={false}
      footer={
        <button type="button" className="btn pri" onClick={done}>
          {say('done')}
        </button>
      }>
      <p className="first-password n">{handed?.first_password}</p>
      <p className="why">{say('password_hint')}</p>
      {typeof navigator !== 'undefined' && navigator.clipboard && (
        <button
          type="button"
          className="link"
          onClick={() => void navigator.clipboard.writeText(handed?.first_password ?? '').then(() =>
            setCopied(true))}>
          {say(copied ? 'password_copied' : 'password_copy')}
        </button>
      )}
    </Modal>
  )
}
