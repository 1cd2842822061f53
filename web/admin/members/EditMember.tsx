import { useQueryClient } from '@tanstack/react-query'
import type { Reply, Request } from '#contract/endpoint.ts'
import { editMember, genders, type readMember } from '#contract/members.ts'
import { isUnder14 } from '../../ui/birthday.ts'
import { call } from '../../ui/call.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm, type Faults } from '../form/useForm.ts'
import { useSay, say as sayNow } from '../texts.ts'
import { useWhen } from '../when.ts'

type Name = 'name' | 'birthday' | 'gender' | 'note' | 'phone' | 'guardian_name' | 'guardian_phone'
type Values = Record<Name, string>
type Props = { page: Reply<typeof readMember>; onDone: () => void }

/** What the form changes of a member; what was left as it was is not sent. */
export function changesIn(
  values: Values,
  member: Reply<typeof readMember>['member'],
): Omit<Request<typeof editMember>, 'member_id'> {
  const { name, note, phone } = values
  const birthday = values.birthday || null, gender = genders.find((one) => one === values.gender) ?? null
  return {
    ...(name.trim() !== member.name && { name: name.trim() }),
    ...(birthday !== member.birthday && { birthday }),
    ...(gender !== member.gender && { gender }),
    ...(note.trim() !== member.note && { note: note.trim() }),
    ...(phone.trim() !== '' && { phone: phone.trim() }),
    ...(values.guardian_name.trim() !== '' && {
      guardian: { name: values.guardian_name.trim(), phone: values.guardian_phone.trim() },
    }),
  }
}

export function EditMember({ page: { member, identity }, onDone }: Props) {
  const say = useSay()
  const today = useWhen().today()
  const queries = useQueryClient()
  const guarded = identity.some(({ kind }) => kind === 'guardian_name')
  const form = useForm<Name>({
    start: {
      name: member.name, birthday: member.birthday ?? '', gender: member.gender ?? '', note: member.note,
      phone: '', guardian_name: '', guardian_phone: '',
    },
    needed: ['name'],
    check: ({ birthday }): Faults<Name> =>
      birthday >= today ? { birthday: sayNow()('birthday_in_future') } : {},
    paths: { 'guardian.name': 'guardian_name', 'guardian.phone': 'guardian_phone' },
    codes: { phone_taken: 'phone', birthday_wrong: 'birthday', under_14: 'birthday' },
    async send(values) {
      await call(editMember, { member_id: member.id, ...changesIn(values, member) })
      await Promise.all(['GET', 'POST'].map((method) => queries.invalidateQueries({ queryKey: [method] })))
      onDone()
    },
  })
  const child = !guarded && isUnder14(form.values.birthday, today)
  return <Form form={form} fields={useFields(member, child)} submit={say('member_save')} />
}

function useFields({ phone_masked }: { phone_masked: string }, child: boolean): FieldSpec<Name>[] {
  const say = useSay()
  const guardian: FieldSpec<Name>[] = [
    {
      name: 'guardian_name', label: say('member_guardian_name'), kind: 'text',
      hint: say('member_guardian_hint'),
    },
    { name: 'guardian_phone', label: say('member_guardian_phone'), kind: 'text' },
  ]
  return [
    { name: 'name', label: say('member_name_field'), kind: 'text', needed: true },
    {
      name: 'gender',
      label: say('member_gender'),
      kind: 'pick',
      choices: [
        ...genders.map((value) => ({ value, label: say(`gender_${value}`) })),
        { value: '', label: say('gender_none') },
      ],
    },
    {
      name: 'birthday', label: say('member_birthday_field'), kind: 'date',
      hint: say('member_birthday_hint'),
    },
    ...(child ? guardian : []),
    { name: 'note', label: say('member_note'), kind: 'text', hint: say('member_note_hint') },
    {
      name: 'phone', label: say('member_new_phone'), kind: 'text',
      hint: say('member_new_phone_hint', { phone: phone_masked }),
    },
  ]
}
