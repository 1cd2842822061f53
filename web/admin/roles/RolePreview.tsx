import { endpoints } from '#contract/contract.ts'
import type { Permission } from '#contract/permissions.ts'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { has, useMe } from '../../ui/session.ts'
import { entriesOf, pages } from '../pages.ts'
import { useSay as useAdminSay } from '../texts.ts'
import type { Draft } from './draft.ts'
import { useSay } from '../texts/roles.ts'

const needed = endpoints.map(({ need }) => need)
const forAnybody: readonly string[] = ['open', 'signed_in']

/** What somebody with these rights will see: the navigation as it will stand there, and the till. */
export function RolePreview({ draft }: { draft: Draft }) {
  const say = useSay()
  const admin = useAdminSay()
  const me = useMe()
  const mine = new Set<string>(draft.permissions)
  const seen = entriesOf(
    pages.filter(({ need, feature }) => mine.has(need) && (feature === null || has(me, feature))),
  )
  const opened = needed.filter((need) => forAnybody.includes(need) || mine.has(need as Permission)).length
  return (
    <aside className="panel roles-sees" aria-label={say('sees')}>
      <h2 className="h2">{say('sees')}</h2>
      <ul>
        {seen.map(({ to, text, icon, pages: inside }) => (
          <li key={to}>
            <Icon name={icon} size="s" />
            <span>
              {admin.of(text)}
              {inside.length > 1 && <small>{inside.map((page) => admin.of(page.text)).join(' · ')}</small>}
            </span>
          </li>
        ))}
        {seen.length === 0 && <li className="mut">{say('pages_none')}</li>}
        {mine.has('sales.settle') && (
          <li>
            <Icon name="basket" size="s" />
            <span>{say('till')}</span>
          </li>
        )}
      </ul>
      <p className="why n">
        {say('doors', { count: formatCount(opened), all: formatCount(needed.length) })}
      </p>
    </aside>
  )
}
