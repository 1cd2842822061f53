import { Link } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { readMember } from '#contract/members.ts'
import { daysToBirthday } from '../../ui/birthday.ts'
import { Icon } from '../../ui/Icon.tsx'
import { may, useMe } from '../../ui/session.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { Masked } from './Masked.tsx'
import type { MemberForm } from './shows.ts'

export type Member = Reply<typeof readMember>['member']

/** Who it is: the name, the phone in part, when and where they joined, and what to know when serving them. */
export function Who({ member }: { member: Member }) {
  const say = useSay()
  const when = useWhen()
  const up = { to: '/members', text: say('members_title') } as const
  const erased = member.erased_at
  const tag = erased === null ? undefined
    : <span className="tag bad">{say('erased_tag', { date: when.day(erased) })}</span>
  return (
    <div className="who">
      <span className="face" aria-hidden="true">
        {[...new Intl.Segmenter().segment(member.name)][0]?.segment}
      </span>
      <div className="who-words">
        <PageHead title={member.name} up={up} sub={tag}>
          {erased === null && <Actions member_id={member.id} />}
        </PageHead>
        <Facts member={member} />
        {erased !== null && <p className="why">{say('erased_hint')}</p>}
      </div>
    </div>
  )
}

function Facts({ member }: { member: Member }) {
  const say = useSay()
  const when = useWhen()
  const birthday = useBirthday(member.birthday)
  return (
    <>
      <div className="facts n">
        {member.phone_masked !== '' && (
          <span><Masked member_id={member.id} field="phone" masked={member.phone_masked} /></span>
        )}
        {member.gender !== null && <span>{say(`gender_${member.gender}`)}</span>}
        <span>{say('member_joined_on', { date: when.date(member.joined_on) })}</span>
        <span>{say('member_home_store', { store: member.store })}</span>
        {member.last_visit_at !== null && (
          <span>{say('member_last_visit', { date: when.day(member.last_visit_at) })}</span>
        )}
        {birthday && <span className={birthday.near ? 'gain' : undefined}>{birthday.text}</span>}
      </div>
      {member.note !== '' && (
        <p className="who-note">
          <Icon name="note" size="s" />
          <span>{member.note}</span>
        </p>
      )}
    </>
  )
}

/** A birthday is spoken of as near in the month before it. */
const near_days = 30

function useBirthday(birthday: string | null): { text: string; near: boolean } | null {
  const say = useSay()
  const when = useWhen()
  const days = birthday === null ? null : daysToBirthday(birthday, when.today())
  if (birthday === null || days === null) return null
  if (days === 0) return { text: say('member_birthday_today'), near: true }
  const date = when.date(`${when.today().slice(0, 4)}-${birthday.slice(-5)}`)
  return days <= near_days
    ? { text: say('member_birthday_soon', { date, days }), near: true }
    : { text: say('member_birthday', { date }), near: false }
}

function Actions({ member_id }: { member_id: string }) {
  const say = useSay()
  const me = useMe()
  const to = (form: MemberForm, text: string, look = '') => (
    <Link
      className={`btn ${look}`}
      to="/members/$member_id"
      params={{ member_id }}
      search={(now) => ({ ...now, form })}
      resetScroll={false}>
      {text}
    </Link>
  )
  return (
    <>
      {may(me, 'members.unmask') && to('record', say('own_record'))}
      {may(me, 'members.erase') && to('erase', say('erase'))}
      {may(me, 'members.edit') && to('edit', say('member_edit'), 'pri')}
    </>
  )
}
