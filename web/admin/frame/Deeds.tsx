import { createContext, use, useState, type ReactNode } from 'react'
import { Undo } from '../../ui/Undo.tsx'

/** A deed that waits 8 seconds before it is done, because afterwards it cannot be taken back. */
export type Deed = { text: string; act: () => void; drop: () => void }

const DeedContext = createContext<(deed: Deed) => void>(() => undefined)

/** Lets a page announce a deed; the bar lives here so that it outlasts the page. */
export const useDeed = () => use(DeedContext)

export function Deeds({ children }: { children: ReactNode }) {
  const [held, setHeld] = useState<{ deed: Deed; number: number } | null>(null)
  function announce(deed: Deed) {
    // One deed at a time: announcing the next is as good as leaving this one alone.
    held?.deed.act()
    setHeld({ deed, number: (held?.number ?? 0) + 1 })
  }
  const finish = (end: 'act' | 'drop') => () => {
    setHeld(null)
    held?.deed[end]()
  }
  return (
    <DeedContext value={announce}>
      {children}
      {held && (
        <Undo key={held.number} text={held.deed.text} onUndo={finish('drop')} onGone={finish('act')} />
      )}
    </DeedContext>
  )
}
