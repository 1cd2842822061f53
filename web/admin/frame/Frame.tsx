import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { useMe } from '../../ui/session.ts'
import { entriesOf, pageAt, pagesOf } from '../pages.ts'
import { useSay } from '../texts.ts'
import { Deeds } from './Deeds.tsx'
import { Nav } from './Nav.tsx'
import { Tabs } from './Tabs.tsx'
import { Top } from './Top.tsx'

/** What stands around every page: navigation by job, the finder, the language. */
export function Frame() {
  const say = useSay()
  const me = useMe()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const page = pageAt(path)
  const mine = pagesOf(me)
  const entries = entriesOf(mine)
  const entry = entries.find(({ pages }) => page !== undefined && pages.includes(page))
  const hidden = page !== undefined && !mine.includes(page)
  return (
    <Deeds>
      <a className="skip" href="#page">
        {say('skip_to_page')}
      </a>
      <div className="con">
        <Nav entries={entries} entry={entry} />
        <Top />
        <main className="page" id="page" tabIndex={-1}>
          {entry && <Tabs entry={entry} />}
          {hidden ? <Missing /> : <Outlet />}
        </main>
      </div>
    </Deeds>
  )
}

/** No such page, or none that this person may see: the same words for both. */
export function Missing() {
  const say = useSay()
  const router = useRouter()
  return (
    <Empty title={say('page_missing')} why={say('page_missing_hint')}>
      <button type="button" className="btn" onClick={() => void router.navigate({ to: '/' })}>
        {say('page_missing_step')}
      </button>
    </Empty>
  )
}

/** A fault of ours: the frame stays, the page offers itself again. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const say = useSay()
  return <Failed title={`${say('page_broke')} · ${say('page_broke_hint')}`} error={error} onRetry={reset} />
}
