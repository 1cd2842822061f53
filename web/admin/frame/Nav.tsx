import { Link } from '@tanstack/react-router'
import { Icon } from '../../ui/Icon.tsx'
import { useMe } from '../../ui/session.ts'
import type { Entry } from '../pages.ts'
import { useSay } from '../texts.ts'
import { useWaiting } from '../waiting.ts'
import { Person } from './Person.tsx'

export function Brand() {
  const { chain } = useMe()
  return <div className="brand"><Mark /><span className="cut" title={chain.name}>{chain.name}</span></div>
}

/** The side of the console; on a phone the pages become the bar at the foot of the screen. */
export function Nav({ entries, entry }: { entries: readonly Entry[]; entry: Entry | undefined }) {
  const say = useSay()
  return (
    <nav className="nav" aria-label={say('nav')}>
      <Brand />
      {entries.map((one) => (
        <Link key={one.to} to={one.to} className={one === entry ? 'nav-to on' : 'nav-to'}>
          <Icon name={one.icon} />
          <span className="nav-long">{say.of(one.text)}</span>
          <span className="nav-short">{say.of(one.short ?? one.text)}</span>
          {one.to === '/approvals' && <Waiting />}
        </Link>
      ))}
      {entries.length === 0 && <p className="nav-none">{say('nav_no_pages')}</p>}
      <div className="foot"><Person place="nav" /></div>
    </nav>
  )
}

/** How many wait for this person's word. */
function Waiting() {
  const waiting = useWaiting() ?? 0
  return waiting === 0 ? null : <b className="nav-count n">{waiting}</b>
}

/** The shop's sign: a bowl that is being filled. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6" />
      <path d="M6.5 9.5h11M8 9.5V15c0 1.7 1.8 3 4 3s4-1.3 4-3V9.5M12 9.5v-4M9 7l3-1.5L15 7" />
    </svg>
  )
}
