import { getRouteApi } from '@tanstack/react-router'
import { readMember } from '#contract/members.ts'
import { may, useMe } from '../../ui/session.ts'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { Consents } from './Consents.tsx'
import { Holds } from './Holds.tsx'
import { IdentityPanel } from './IdentityPanel.tsx'
import { MemberFigures } from './MemberFigures.tsx'
import { MemberForms } from './MemberForms.tsx'
import { Past } from './Past.tsx'
import { RhythmPanel } from './RhythmPanel.tsx'
import { Who } from './Who.tsx'
import './member.css'

const route = getRouteApi('/members/$member_id')

/** One member: who they are, what they hold, when they come, what happened, what they agreed to. */
export function MemberPage() {
  const say = useSay()
  const me = useMe()
  const { member_id } = route.useParams()
  const { show, kind, form } = route.useSearch()
  const asked = useReply(readMember, { member_id })
  const up = { to: '/members', text: say('members_title') } as const
  if (!asked.data) return <PageWait title={say('members_title')} up={up} asked={asked} />
  const { member, identity, consents, lots, figures } = asked.data
  const erased = member.erased_at !== null
  return (
    <>
      <Who member={member} />
      <Stale asked={asked} />
      <div className="g3">
        <Holds member_id={member_id} holdings={member.holdings} lots={lots} show={show} />
        <div>
          {may(me, 'sales.read') && <RhythmPanel member_id={member_id} />}
          <Past member_id={member_id} show={show} kind={kind} />
        </div>
        <div>
          <MemberFigures figures={figures} />
          <Consents member_id={member_id} consents={consents} identity={identity} fixed={erased} />
          {!erased && <IdentityPanel member_id={member_id} identity={identity} />}
        </div>
      </div>
      {!erased && <MemberForms page={asked.data} form={form} />}
    </>
  )
}
