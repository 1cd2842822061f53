import { useEffect, useState } from 'react'
import { useUiSay } from './say.ts'

/** Rows of the real height after 300 ms, lest quick answers flicker; after 5 s a word and a way out. */
export function Skeleton({
  rows = 3,
  columns = 3,
  onCancel,
}: {
  rows?: number
  columns?: number
  onCancel?: () => void
}) {
  const say = useUiSay()
  const waited_ms = useWaited()
  if (waited_ms < 300)
    return (
      <span className="sr" role="status">
        {say('loading')}
      </span>
    )
  const widths = { gridTemplateColumns: `minmax(0, 1fr) ${'70px '.repeat(Math.max(0, columns - 1))}` }
  return (
    <div className="skel" role="status" aria-label={say('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skel-row" style={widths}>
          {Array.from({ length: columns }, (_, at) => (
            <i key={at} />
          ))}
        </div>
      ))}
      {waited_ms >= 5000 && (
        <p className="skel-slow n">
          <span>{say('slow', { seconds: Math.floor(waited_ms / 1000) })}</span>
          {onCancel && (
            <button type="button" className="link" onClick={onCancel}>
              {say('cancel')}
            </button>
          )}
        </p>
      )}
    </div>
  )
}

function useWaited(): number {
  const [waited_ms, setWaited] = useState(0)
  useEffect(() => {
    const start = performance.now()
    const timer = setInterval(() => setWaited(performance.now() - start), 300)
    return () => clearInterval(timer)
  }, [])
  return waited_ms
}
