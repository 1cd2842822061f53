import { useEffect, useState } from 'react'
import { useUiSay } from './say.ts'

/** Says what was done and offers it back for 8 seconds instead of asking. A new deed takes a new `key`. */
export function Undo({ text, onUndo, onGone }: { text: string; onUndo: () => void; onGone: () => void }) {
  const say = useUiSay()
  const [seconds, setSeconds] = useState(8)
  useEffect(() => {
    const timer = setTimeout(() => (seconds > 1 ? setSeconds(seconds - 1) : onGone()), 1000)
    return () => clearTimeout(timer)
  }, [seconds, onGone])
  return (
    <div className="undo n" role="status">
      <span className="cut" title={text}>
        {text}
      </span>
      <small aria-hidden="true">{say('undo_for', { seconds })}</small>
      <button type="button" onClick={onUndo}>
        {say('undo')}
      </button>
    </div>
  )
}
