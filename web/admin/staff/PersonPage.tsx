import { Link, getRouteApi } from '@tanstack/react-router'
import { listRoles, listStaff, type StaffRow } from '#contract/org.ts'
import { useState } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { useReply } from '../query.ts'
import { useWhen } from '../when.ts'
import { usePlaces } from './columns.tsx'
import { FirstPassword, type HandedOver } from './FirstPassword.tsx'
import { PersonDeeds } from './PersonDeeds.tsx'
import { PersonGuards } from './PersonGuards.tsx'
import { PostingForm } from './PostingForm.tsx'
import { useSay } from '../texts/staff.ts'
import './staff.css'

const route = getRouteApi('/staff/$staff_id')

/** One person: what they may do and where, and what can be done about them. */
export function PersonPage() {
  const say = useSay()
  const me = useMe()
  const { staff_id } = route.useParams()
  const { form } = route.useSearch()
  const navigate = route.useNavigate()
  const [handed, setHanded] = useState<HandedOver | null>(null)
  const working = useReply(listStaff, {})
  const gone = useReply(listStaff, { left: 'yes' }, { enabled: working.data !== undefined })
  const roles = useReply(listRoles, {}).data?.rows ?? []
  const up = { to: '/staff', text: say('title') } as const
  const staff = [...working.data?.rows ?? [], ...gone.data?.rows ?? []].find(({ id }) => id === staff_id)
  if (!staff && (working.isPending || gone.isPending || working.isError))
    return <PageWait title={say('title')} up={up} asked={working} />
  if (!staff) return <Empty title={say('missing')} why={say('none_hint')} />
  const edits = may(me, 'staff.edit') && staff.why_fixed === null && staff.left_at === null
  const show = (next: 'edit' | undefined) =>
    void navigate({ search: { form: next }, replace: next === undefined })
  return (
    <>
      <PageHead title={staff.name} up={up} sub={<PersonTags staff={staff} />}>
        {edits ? (
          <PersonDeeds staff={staff} onEdit={() => show('edit')} onHanded={setHanded} />
        ) : (
          staff.left_at === null && <span className="why">{say(staff.why_fixed ?? 'no_edit')}</span>
        )}
      </PageHead>
      <Stale asked={working} />
      <PersonFacts staff={staff} />
      {edits && <PersonGuards staff={staff} />}
      <FormDrawer open={form === 'edit' && edits} title={`${say('edit')} · ${staff.name}`} onClose={() =>
        show(undefined)}>
        {roles.length > 0 && <PostingForm staff={staff} roles={roles} onDone={() => show(undefined)} />}
      </FormDrawer>
      <FirstPassword handed={handed} onDone={() => setHanded(null)} />
    </>
  )
}

function PersonTags({ staff }: { staff: StaffRow }) {
  const say = useSay()
  const when = useWhen()
  const texts = usePeopleTexts()
  return (
    <>
      <span className="tag">{roleName(texts, staff.role)}</span>{' '}
      {staff.left_at !== null
        && <span className="tag warn">{say('left_on', { day: when.day(staff.left_at) })}</span>}
    </>
  )
}

function PersonFacts({ staff }: { staff: StaffRow }) {
  const say = useSay()
  const me = useMe()
  const when = useWhen()
  const texts = usePeopleTexts()
  const where = usePlaces()
  const rows: [string, string][] = [
    [say('role'), `${roleName(texts, staff.role)} · ${texts.scopes[staff.role.scope]}`],
    [say('places'), where(staff)],
    [say('phone'), staff.phone_masked],
    [say('since'), when.day(staff.made_at)],
  ]
  return (
    <section className="panel n person-facts" aria-label={say('facts')}>
      <div className="ph">
        <h2 className="h2">{say('facts')}</h2>
      </div>
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {may(me, 'audit.read') && (
        <p className="person-ways">
          <Link className="link" to="/audit" search={{ who: staff.id }}>{say('audit_here')}</Link>
        </p>
      )}
    </section>
  )
}
