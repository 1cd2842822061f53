import type { ReactNode } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { onEnter, useKeys, type Keys } from './keys.ts'
import { useSay } from './texts.ts'

type Props = {
  title: string
  receipt_no: string
  /** The word on the key that goes on. */
  finish: string
  onClose: () => void
  slip: ReactNode
  /** False while the slip is still on its way. */
  printable?: boolean
  keys?: Keys
  /** The figures, as rows of a definition list. */
  children: ReactNode
}

/** An act is in the books: what came of it, and its slip beside. */
export function Done({ title, receipt_no, finish, onClose, slip, printable = true, keys, children }: Props) {
  const say = useSay()
  useKeys({ Escape: onClose, Enter: onEnter(onClose), F8: () => window.print(), ...keys })
  return (
    <Dialog label={title} onEscape={onClose} className="sheet done">
      <div className="done-main">
        <p className="done-ok" role="status">
          <Icon name="check" size="l" />
          {title}
        </p>
        <p className="n mut">{receipt_no}</p>
        <dl className="done-figs">{children}</dl>
        <div className="done-keys">
          <button type="button" className="key" onClick={() => window.print()} aria-disabled={!printable}>
            <Icon name="printer" />
            {say('print')} <span className="f">F8</span>
          </button>
          <button type="button" className="pay" onClick={onClose} data-autofocus>
            {finish} <kbd>Enter</kbd>
          </button>
        </div>
      </div>
      <div className="done-paper" tabIndex={0} role="group" aria-label={say('slip')}>
        {slip}
      </div>
    </Dialog>
  )
}
