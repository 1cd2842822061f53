import { getRouteApi } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import { readMember } from '#contract/members.ts'
import { daysToBirthday } from '../../ui/birthday.ts'
import { may, useMe } from '../../ui/session.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { Consents } from './Consents.tsx'
import { Holds } from './Holds.tsx'
import { MemberFigures } from './MemberFigures.tsx'
import { Past } from './Past.tsx'
import { RhythmPanel } from './RhythmPanel.tsx'
import './member.css'

const route = getRouteApi('/members/$member_id')

/** One member: what they hold, when they come, what happened, what they agreed to. */
export function MemberPage() {
  const say = useSay()
  const me = useMe()
  const { member_id } = route.useParams()
  const { show = 'orders' } = route.useSearch()
  const asked = useReply(readMember, { member_id })
  const up = { to: '/members', text: say('members_title') } as const
  if (!asked.data) return <PageWait title={say('members_title')} up={up} asked={asked} />
  const { member, consents, lots, figures } = asked.data
  return (
    <>
      <Who member={member} />
      <Stale asked={asked} />
      <div className="g3">
        <Holds member_id={member_id} holdings={member.holdings} lots={lots} show={show} />
        <div>
          {may(me, 'sales.read') && <RhythmPanel member_id={member_id} />}
          <Past member_id={member_id} show={show} />
        </div>
        <div>
          <MemberFigures figures={figures} />
          <Consents consents={consents} />
        </div>
      </div>
    </>
  )
}

function Who({ member }: { member: Reply<typeof readMember>['member'] }) {
  const say = useSay()
  const when = useWhen()
  const days = member.birthday === null ? null : daysToBirthday(member.birthday, when.today())
  const birthday = member.birthday === null || days === null ? null : birthdayText()
  function birthdayText() {
    const date = when.date(`${when.today().slice(0, 4)}-${member.birthday!.slice(-5)}`)
    if (days === 0) return { text: say('member_birthday_today'), near: true }
    return days! <= 30
      ? { text: say('member_birthday_soon', { date, days: days! }), near: true }
      : { text: say('member_birthday', { date }), near: false }
  }
  return (
    <div className="who">
      <span className="face" aria-hidden="true">
        {[...new Intl.Segmenter().segment(member.name)][0]?.segment}
      </span>
      <div>
        <PageHead title={member.name} up={{ to: '/members', text: say('members_title') }} />
        <div className="facts n">
          <span>{member.phone_masked}</span>
          <span>{say('member_joined_on', { date: when.date(member.joined_on) })}</span>
          <span>{say('member_home_store', { store: member.store })}</span>
          {member.last_visit_at !== null && (
            <span>{say('member_last_visit', { date: when.day(member.last_visit_at) })}</span>
          )}
          {birthday && <span className={birthday.near ? 'gain' : undefined}>{birthday.text}</span>}
        </div>
      </div>
    </div>
  )
}
