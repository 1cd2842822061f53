import { useEffect, useRef, type ReactNode } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { useUiSay } from '../ui/say.ts'

/** The browser's own modal dialog: it keeps focus inside, and the page behind it silent. */
export function Dialog({ label, onEscape, className, children }: {
  label: string, onEscape: () => void, className: string, children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => { if (before instanceof HTMLElement) before.focus() }
  }, [])
  return (
    <dialog ref={dialog} className={className} aria-label={label}
      onCancel={(event) => { event.preventDefault(); onEscape() }}>
      {children}
    </dialog>
  )
}

/** A sheet over the till: its title, a way back (Esc), and one thing to do. */
export function Sheet({ title, onClose, wide = false, children }: {
  title: string, onClose: () => void, wide?: boolean, children: ReactNode
}) {
  const say = useUiSay()
  return (
    <Dialog label={title} onEscape={onClose} className={`sheet ${wide ? 'wide' : ''}`}>
      <header className="sheet-head">
        <h2>{title}</h2>
        <button type="button" className="ib" aria-label={say('close')} onClick={onClose}><Icon name="x" /></button>
      </header>
      {children}
    </Dialog>
  )
}
