import type { ReactNode } from 'react'
import { Dialog } from '../Dialog.tsx'
import { Icon } from '../Icon.tsx'
import { Langs } from '../Langs.tsx'
import { useUiSay } from '../say.ts'

type Props = { title: string; note?: string | null; over?: boolean; children: ReactNode }

/** The card that stands where nobody is signed in: by itself, or `over` a screen that stays as it is. */
export function Card({ title, note = null, over = false, children }: Props) {
  const say = useUiSay()
  const card = (
    <div className="signin-card">
      <div className="signin-head">
        <h1>
          {say('app')}
          <small>{title}</small>
        </h1>
        <Langs />
      </div>
      {note !== null && (
        <p className="note" role="alert">
          <Icon name="lock" size="s" />
          {note}
        </p>
      )}
      {children}
    </div>
  )
  if (!over) return <main className="signin">{card}</main>
  return (
    <Dialog label={title} className="signin-over" onEscape={() => {}}>
      {card}
    </Dialog>
  )
}
