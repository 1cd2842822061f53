import { Link } from '@tanstack/react-router'
import type { Entry } from '../pages.ts'
import { useSay } from '../texts.ts'

/** The pages of one job side by side; with one page there is nothing to choose. */
export function Tabs({ entry }: { entry: Entry }) {
  const say = useSay()
  if (entry.pages.length < 2) return null
  return (
    <nav className="tabs" aria-label={say.of(entry.text)}>
      {entry.pages.map(({ to, text }) => (
        <Link key={to} to={to} activeProps={{ className: 'on' }}>
          {say.of(text)}
        </Link>
      ))}
    </nav>
  )
}
