import type { ReactNode } from 'react'
import { Langs } from '../ui/Langs.tsx'
import { useUiSay } from '../ui/say.ts'

/** What stands around everything here: the sign of the house, where you are, the language. */
export function Stage({ title, wide = false, end, children }: {
  title: string; wide?: boolean; end?: ReactNode; children: ReactNode
}) {
  const say = useUiSay()
  return (
    <div className={`stage ${wide ? 'wide' : ''}`}>
      <header className="stage-top">
        <span className="stage-mark" aria-hidden="true" />
        <b>{say('app')}</b>
        <span className="mut">{title}</span>
        <span className="stage-end">
          {end}
          <Langs />
        </span>
      </header>
      {children}
    </div>
  )
}
