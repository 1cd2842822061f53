import { useEffect } from 'react'
import { Stage } from './Stage.tsx'
import { useSay } from './texts.ts'

/** The setup is done: this leads to where people sign in. Who was invited by a platform goes on from here. */
export function Over({ onInvited }: { onInvited: () => void }) {
  const say = useSay()
  useEffect(() => { document.title = say('over_title') }, [say])
  return (
    <Stage title={say('setup')}>
      <main className="stage-card panel">
        <h1>{say('over_title')}</h1>
        <p className="sub">{say('over_why')}</p>
        <div className="setup-end over">
          <a className="btn big pri" href="/admin/">{say('over_console')}</a>
          <a className="btn big" href="/till/">{say('over_till')}</a>
        </div>
        <p className="over-more">
          <button type="button" className="link" onClick={onInvited}>{say('over_invited')}</button>
        </p>
      </main>
    </Stage>
  )
}
