import { useQueryClient } from '@tanstack/react-query'
import { eraseMember } from '#contract/privacy.ts'
import { yuan } from '#contract/text.ts'
import { call } from '../../ui/call.ts'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useSay } from '../texts.ts'
import type { Member } from './Who.tsx'

/** Erases a member on request (C19): what goes, what stays, and what stands in the way, before the button. */
export function EraseMember({ member, onDone }: { member: Member; onDone: () => void }) {
  const say = useSay()
  const queries = useQueryClient()
  const left = useLeft(member)
  const form = useForm<'reason'>({
    start: { reason: say('own_record_reason') },
    needed: ['reason'],
    check: () => ({}),
    async send({ reason }) {
      await call(eraseMember, { member_id: member.id, reason })
      await Promise.all(['GET', 'POST'].map((method) => queries.invalidateQueries({ queryKey: [method] })))
      onDone()
    },
  })
  const fields: FieldSpec<'reason'>[] = [
    { name: 'reason', label: say('unmask_why'), kind: 'text', needed: true },
  ]
  return (
    <>
      <p className="drawer-lead">{say('erase_goes')}</p>
      <p className="drawer-lead">{say('erase_stays', { number: `#${member.id.slice(-8)}` })}</p>
      {left === '' ? (
        <Form form={form} fields={fields} submit={say('erase_now')} />
      ) : (
        <p className="note-bad" role="alert">
          <Icon name="alert" size="s" />
          {say('erase_holds', { left })}
        </p>
      )}
    </>
  )
}

/** What the member still holds, in words; empty where nothing is in the way. */
function useLeft({ holdings: { principal_fen, bonus_fen, points } }: Member): string {
  const say = useSay()
  return [
    principal_fen > 0 && say('erase_left_principal', { amount: yuan(principal_fen) }),
    bonus_fen > 0 && say('erase_left_bonus', { amount: yuan(bonus_fen) }),
    points > 0 && say('erase_left_points', { points: formatCount(points) }),
  ].filter(Boolean).join(say('list_comma'))
}
