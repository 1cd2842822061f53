import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { setConsent, type ConsentGiven } from '#contract/consents.ts'
import { setIdentity, type IdentityShown } from '#contract/privacy.ts'
import { call } from '../../ui/call.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm, type Faults } from '../form/useForm.ts'
import { say as sayNow, useSay } from '../texts.ts'
import { useWords } from './words.ts'

type Kind = 'real_name' | 'id_number' | 'bank_account'
const kinds: readonly Kind[] = ['real_name', 'id_number', 'bank_account']
const hints = {
  real_name: 'identity_name_hint', id_number: 'identity_id_hint', bank_account: 'identity_account_hint',
} as const
/** A word of a sentence, standing alone. */
const alone = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
type Name = 'kind' | 'value' | 'agrees'
type Props = {
  member_id: string
  consents: readonly ConsentGiven[]
  identity: readonly IdentityShown[]
  onDone: () => void
}

/** Keeps one sealed field. Until the member agreed to that, the words stand above the button (R1.61). */
export function KeepIdentity({ member_id, consents, identity, onDone }: Props) {
  const say = useSay()
  const queries = useQueryClient()
  const words = useWords('identity')
  const [unusual, setUnusual] = useState(false)
  const agreed = consents.find(({ kind }) => kind === 'identity')?.given ?? false
  const next = kinds.find((kind) => !identity.some((one) => one.kind === kind)) ?? 'real_name'
  const form = useForm<Name>({
    start: { kind: next, value: '', agrees: agreed ? 'yes' : '' },
    needed: ['value'],
    check: ({ agrees }): Faults<Name> =>
      agrees === 'yes' ? {} : { agrees: sayNow()('identity_agree_first') },
    codes: { id_number_wrong: 'value', bank_account_wrong: 'value' },
    async send({ kind, value }) {
      if (!agreed)
        await call(setConsent, {
          member_id, kind: 'identity', given: true, channel: 'console', version: words?.version,
        })
      const kept = await call(setIdentity, { member_id, kind: kind as Kind, value })
      await queries.invalidateQueries({ queryKey: ['GET'] })
      setUnusual(kept.unusual)
      if (!kept.unusual) onDone()
    },
  })
  const kind = form.values.kind as Kind
  const fields: FieldSpec<Name>[] = [
    {
      name: 'kind', label: say('identity_kind'), kind: 'pick',
      choices: kinds.map((value) => ({ value, label: alone(say(`field_${value}`)) })),
    },
    { name: 'value', label: alone(say(`field_${kind}`)), kind: 'text', needed: true, hint: say(hints[kind]) },
  ]
  return (
    <Form
      form={form}
      fields={fields}
      submit={say('identity_keep')}
      note={unusual ? <span role="status">{say('identity_unusual')}</span> : undefined}>
      {!agreed && (
        <label className={`agrees ${form.faults.agrees === undefined ? '' : 'bad'}`}>
          <input
            type="checkbox"
            checked={form.values.agrees === 'yes'}
            onChange={(event) => form.set('agrees', event.target.checked ? 'yes' : '')}
          />
          <span>
            <b>{say('identity_agrees')}</b>
            <small>{words?.text}</small>
            {form.faults.agrees && <span className="err">{form.faults.agrees}</span>}
          </span>
        </label>
      )}
    </Form>
  )
}
