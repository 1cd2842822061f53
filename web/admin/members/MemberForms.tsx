import { getRouteApi } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { readMember } from '#contract/members.ts'
import type { Permission } from '#contract/permissions.ts'
import { may, useMe } from '../../ui/session.ts'
import { AdjustHoldings } from '../form/AdjustHoldings.tsx'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { useSay as useWords } from '../texts/approvals.ts'
import { useSay } from '../texts.ts'
import { EditMember } from './EditMember.tsx'
import { EraseMember } from './EraseMember.tsx'
import { Evidence } from './Evidence.tsx'
import { KeepIdentity } from './KeepIdentity.tsx'
import { OwnRecord } from './OwnRecord.tsx'
import type { MemberForm } from './shows.ts'

const route = getRouteApi('/members/$member_id')

const needs: Record<MemberForm, Permission> = {
  edit: 'members.edit', adjust: 'value.adjust', identity: 'members.edit', evidence: 'members.read',
  record: 'members.unmask',
  erase: 'members.erase',
}

type Props = { page: Reply<typeof readMember>; form: MemberForm | undefined }

/** The forms of a member's page, each at the side and with a word in the address. */
export function MemberForms({ page, form }: Props) {
  const say = useSay()
  const words = useWords()
  const me = useMe()
  const navigate = route.useNavigate()
  const close = () => void navigate({ search: (now) => ({ ...now, form: undefined }), resetScroll: false })
  const { member, consents, identity } = page
  const { name } = member
  const titles: Record<MemberForm, string> = {
    edit: say('member_edit_title', { name }), adjust: words('adjust_title', { name }),
    identity: say('identity_form_title'),
    evidence: say('consent_history_title'), record: say('own_record_title', { name }),
    erase: say('erase_title', { name }),
  }
  const open = form !== undefined && may(me, needs[form])
  return (
    <FormDrawer open={open} title={form === undefined ? '' : titles[form]} onClose={close}>
      {form === 'edit' && <EditMember page={page} onDone={close} />}
      {form === 'adjust' && <AdjustHoldings member_id={member.id} onDone={close} />}
      {form === 'identity' && (
        <KeepIdentity member_id={member.id} consents={consents} identity={identity} onDone={close} />
      )}
      {form === 'evidence' && <Evidence consents={consents} />}
      {form === 'record' && <OwnRecord member_id={member.id} onDone={close} />}
      {form === 'erase' && <EraseMember member={member} onDone={close} />}
    </FormDrawer>
  )
}
