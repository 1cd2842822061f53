import { getRouteApi, Link } from '@tanstack/react-router'
import { listRoles, type RoleRow } from '#contract/org.ts'
import { formatCount } from '../../ui/format.ts'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { may, useMe } from '../../ui/session.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { useReply } from '../query.ts'
import { RoleEditor } from './RoleEditor.tsx'
import { useSay } from '../texts/roles.ts'
import '../form/form.css'
import './roles.css'

const route = getRouteApi('/roles')

/** The roles at the left, the one chosen at the right: what it may do, and what its people will see. */
export function RolesPage() {
  const say = useSay()
  const me = useMe()
  const { role } = route.useSearch()
  const asked = useReply(listRoles, {})
  if (!asked.data) return <PageWait title={say('title')} asked={asked} />
  const { rows } = asked.data
  const chosen = role === 'new' ? null : rows.find(({ id }) => id === role) ?? rows[0]!
  return (
    <>
      <PageHead title={say('title')} sub={say('hint')}>
        {may(me, 'roles.edit') ? (
          <Link className="btn pri" to="/roles" search={{ role: 'new' }}>{say('add')}</Link>
        ) : (
          <span className="why">{say('no_edit')}</span>
        )}
      </PageHead>
      <Stale asked={asked} />
      <div className="roles-cols">
        <nav className="panel roles-list" aria-label={say('title')}>
          {rows.map((row) => (
            <RoleLink key={row.id} role={row} isChosen={row.id === chosen?.id} />
          ))}
        </nav>
        <RoleEditor key={chosen?.id ?? 'new'} role={chosen} />
      </div>
    </>
  )
}

function RoleLink({ role, isChosen }: { role: RoleRow; isChosen: boolean }) {
  const say = useSay()
  const texts = usePeopleTexts()
  return (
    <Link to="/roles" search={{ role: role.id }} className={isChosen ? 'on' : ''} aria-current={isChosen}>
      <b className="cut" title={roleName(texts, role)}>{roleName(texts, role)}</b>
      <small className="mut n">
        {texts.scopes[role.scope]} · {say('staff', { count: formatCount(role.staff) })}
      </small>
      {role.code === null && <span className="tag line">{say('own')}</span>}
      {role.changed && <span className="tag warn">{say('changed')}</span>}
    </Link>
  )
}
