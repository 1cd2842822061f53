import type { Reply } from '#contract/endpoint.ts'
import { exportMember } from '#contract/privacy.ts'
import { call } from '../../ui/call.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useSay } from '../texts.ts'

type Name = 'format' | 'reason'

/** Hands a file to the person at the screen; the browser keeps it where it keeps downloads. */
function save({ file_name, content_type, content }: Reply<typeof exportMember>) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: `${content_type};charset=utf-8` }))
  link.download = file_name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Everything the house holds on the member, for the member (R1.30, R1.62). */
export function OwnRecord({ member_id, onDone }: { member_id: string; onDone: () => void }) {
  const say = useSay()
  const form = useForm<Name>({
    start: { format: 'csv', reason: say('own_record_reason') },
    needed: ['reason'],
    check: () => ({}),
    async send({ format, reason }) {
      save(await call(exportMember, { member_id, format: format === 'json' ? 'json' : 'csv', reason }))
      onDone()
    },
  })
  const fields: FieldSpec<Name>[] = [
    {
      name: 'format', label: say('own_record_format'), kind: 'pick',
      choices: [
        { value: 'csv', label: say('own_record_csv') }, { value: 'json', label: say('own_record_json') },
      ],
    },
    { name: 'reason', label: say('unmask_why'), kind: 'text', needed: true, hint: say('unmask_hint') },
  ]
  return (
    <>
      <p className="drawer-lead">{say('own_record_why')}</p>
      <Form form={form} fields={fields} submit={say('own_record_save')} />
    </>
  )
}
