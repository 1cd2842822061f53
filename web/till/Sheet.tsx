import type { ReactNode } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useUiSay } from '../ui/say.ts'

/** A sheet over the till: its title, a way back (Esc), and one thing to do. */
export function Sheet({
  title,
  onClose,
  wide = false,
  children,
}: {
  title: string
  onClose: () => void
  wide?: boolean
  children: ReactNode
}) {
  const say = useUiSay()
  return (
    <Dialog label={title} onEscape={onClose} className={`sheet ${wide ? 'wide' : ''}`}>
      <header className="sheet-head">
        <h2>{title}</h2>
        <button type="button" className="ib" aria-label={say('close')} onClick={onClose}>
          <Icon name="x" />
        </button>
      </header>
      {children}
    </Dialog>
  )
}
