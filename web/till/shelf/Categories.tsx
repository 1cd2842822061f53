import { useLayoutEffect, useRef, useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { useSay } from '../texts.ts'
import { tabsThatFit } from './fits.ts'

type Props = { names: readonly string[]; now: string | null; onChoose: (name: string | null) => void }

/** The tabs that fit, and all the others behind one key. The chosen one is always in sight. */
export function Categories({ names, now, onChoose }: Props) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const { tray, ruler, fits } = useFits(names, say('frequent'))
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
      <div className="cats ruler" ref={ruler} aria-hidden="true">
        {[say('frequent'), ...names].map((name, at) => (
          <span key={at}>{name}</span>
        ))}
      </div>
      {open && <AllCategories names={names} now={now} onChoose={choose} onClose={() => setOpen(false)} />}
    </div>
  )
}

function AllCategories({ names, now, onChoose, onClose }: Props & { onClose: () => void }) {
  const say = useSay()
  return (
    <div
      className="all-cats"
      role="group"
      aria-label={say('more_categories')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className="key"
          aria-pressed={name === now}
          onClick={() => onChoose(name)}
        >
          <span className="cut">{name}</span>
        </button>
      ))}
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

/** How many names fit beside the first tab, measured on a row of them that nobody sees. */
function useFits(names: readonly string[], frequent: string) {
  const tray = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLDivElement>(null)
  const [fits, setFits] = useState(4)
  useLayoutEffect(() => {
    const measure = () => {
      const [first = 0, ...rest] = [...(ruler.current?.children ?? [])].map((tab) => tab.clientWidth)
      setFits(tabsThatFit(rest, (tray.current?.clientWidth ?? 0) - first))
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [names, frequent])
  return { tray, ruler, fits }
}
