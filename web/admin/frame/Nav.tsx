import { Link } from '@tanstack/react-router'
import { Icon } from '../../ui/Icon.tsx'
import { useMe } from '../../ui/session.ts'
import type { Page } from '../pages.ts'
import { useSay } from '../texts.ts'
import { Person } from './Person.tsx'

export function Brand() {
  const { chain } = useMe()
  return <div className="brand"><Mark /><span className="cut">{chain.name}</span></div>
}

/** The side of the console; on a phone the pages become the bar at the foot of the screen. */
export function Nav({ pages }: { pages: Page[] }) {
  const say = useSay()
  return (
    <nav className="nav" aria-label={say('nav')}>
      <Brand />
      {pages.map(({ to, text, icon }) => (
        <Link key={to} to={to} className="nav-to" activeProps={{ className: 'on' }}>
          <Icon name={icon} /><span>{say.of(text)}</span>
        </Link>
      ))}
      {pages.length === 0 && <p className="nav-none">{say('nav_no_pages')}</p>}
      <div className="foot"><Person place="nav" /></div>
    </nav>
  )
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
