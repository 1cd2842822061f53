import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { useSay } from '../texts.ts'

type Props = { names: readonly string[]; now: string | null; onChoose: (name: string | null) => void }

/** The tabs that fit, and all the others behind one key. The chosen one is always in sight. */
export function Categories({ names, now, onChoose }: Props) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const tray = useRef<HTMLDivElement>(null)
  const fits = useFits(tray)
  const first = names.slice(0, fits)
  const shown = now !== null && !first.includes(now) ? [...first.slice(0, -1), now] : first
  const choose = (name: string | null) => {
    onChoose(name)
    setOpen(false)
  }
  return (
    <div className="cats-wrap" ref={tray}>
      <div className="cats" role="group" aria-label={say('categories')}>
        <Tab on={now === null} onClick={() => choose(null)}>
          {say('frequent')}
        </Tab>
        {shown.map((name) => (
          <Tab key={name} on={name === now} onClick={() => choose(name)}>
            {name}
          </Tab>
        ))}
        {names.length > fits && (
          <button
            type="button"
            className="dots"
            aria-label={say('more_categories')}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name="dots" />
          </button>
        )}
      </div>
      {open && (
        <div
          className="all-cats"
          role="group"
          aria-label={say('more_categories')}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setOpen(false)
          }}
        >
          {names.map((name) => (
            <button
              key={name}
              type="button"
              className="key"
              aria-pressed={name === now}
              onClick={() => choose(name)}
            >
              <span className="cut">{name}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function Tab({ on, onClick, children }: { on: boolean; onClick: () => void; children: string }) {
  return (
    <button type="button" className={on ? 'on' : ''} aria-pressed={on} onClick={onClick} title={children}>
      <span className="cut">{children}</span>
    </button>
  )
}

const tab_px = 63

/** How many names fit beside the first tab and the key for more. */
function useFits(tray: React.RefObject<HTMLDivElement | null>): number {
  const [fits, setFits] = useState(4)
  useEffect(() => {
    const measure = () => setFits(Math.max(2, Math.floor((tray.current?.clientWidth ?? 0) / tab_px) - 2))
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [tray])
  return fits
}
