import { useId, type ReactNode, type SubmitEvent } from 'react'
import { AutoComplete } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { Refused } from '../../ui/call.ts'
import { useSay } from '../texts.ts'
import type { FormState } from './useForm.ts'

export type FieldSpec<Name extends string> = {
  name: Name
  label: string
  hint?: string
  needed?: boolean
  /**
   * 'money' takes yuan and hands on text; 'pick' is a few choices side by side; 'suggest' takes a new word
   * too.
   */
  kind: 'text' | 'money' | 'date' | 'pick' | 'suggest'
  choices?: readonly { value: string; label: string }[]
  locked?: string
}
type Props<Name extends string> = {
  form: FormState<Name>
  fields: readonly FieldSpec<Name>[]
  submit: string
  note?: ReactNode
  children?: ReactNode
  /** Not the page's one primary action. */
  quiet?: boolean
}

/**
 * Every form of the console: labels above, faults beside the field, one button, and what was typed stays
 * after a no.
 */
export function Form<Name extends string>({ form, fields, submit, note, children, quiet }: Props<Name>) {
  const say = useSay()
  const count = Object.keys(form.faults).length
  function onSubmit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    form.submit()
  }
  return (
    <form className="form" onSubmit={onSubmit} noValidate>
      {fields.map((field) => (
        <Field key={field.name} field={field} form={form} />
      ))}
      {children}
      {form.error !== null && !(form.error instanceof Refused && count > 0) && (
        <Failed error={form.error} title={say('form_not_saved')} />
      )}
      <div className="form-end">
        <button type="submit" className={quiet ? 'btn' : 'btn pri'} aria-disabled={form.busy}>
          {form.busy ? say('form_busy') : submit}
        </button>
        {count > 0 ? (
          <span className="err" role="alert">
            <Icon name="alert" size="s" />
            {say('fields_wrong', { count })}
          </span>
        ) : (
          note !== undefined && <span className="why">{note}</span>
        )}
      </div>
    </form>
  )
}

function Field<Name extends string>({ field, form }: { field: FieldSpec<Name>; form: FormState<Name> }) {
  const id = useId()
  const fault = form.faults[field.name]
  const told =
    [fault && `${id}-fault`, (field.hint ?? field.locked) && `${id}-hint`].filter(Boolean).join(' ')
    || undefined
  return (
    <div className="form-field">
      <label className="label" htmlFor={id} id={`${id}-label`}>
        {field.label}
      </label>
      <Control field={field} form={form} id={id} told={told} />
      {fault && (
        <span className="err" id={`${id}-fault`}>
          <Icon name="alert" size="s" />
          {fault}
        </span>
      )}
      {(field.locked ?? field.hint) && (
        <span className="why" id={`${id}-hint`}>
          {field.locked ?? field.hint}
        </span>
      )}
    </div>
  )
}

type ControlProps<Name extends string> = {
  field: FieldSpec<Name>
  form: FormState<Name>
  id: string
  told: string | undefined
}

function Control<Name extends string>({ field, form, id, told }: ControlProps<Name>) {
  const value = form.values[field.name]
  const set = (next: string) => form.set(field.name, next)
  const bad = form.faults[field.name] !== undefined
  if (field.kind === 'pick')
    return (
      <span className="seg form-pick" role="group" aria-labelledby={`${id}-label`} id={id}>
        {field.choices?.map((choice) => (
          <button
            key={choice.value}
            type="button"
            aria-pressed={choice.value === value}
            onClick={() => set(choice.value)}>
            {choice.label}
          </button>
        ))}
      </span>
    )
  if (field.kind === 'suggest')
    return (
      <AutoComplete
        id={id}
        value={value}
        options={[...(field.choices ?? [])]}
        onChange={set}
        className="form-suggest"
        aria-describedby={told}
        showSearch={{ filterOption: (typed, option) => (option?.label ?? '').includes(typed) }}
        status={bad ? 'error' : ''}
      />
    )
  return (
    <span className={`field ${bad ? 'bad' : ''}`}>
      {field.kind === 'money' && (
        <span className="mut" aria-hidden="true">
          ¥
        </span>
      )}
      <input
        id={id}
        value={value}
        onChange={(event) => set(event.target.value)}
        aria-invalid={bad}
        aria-describedby={told}
        autoComplete="off"
        readOnly={field.locked !== undefined}
        inputMode={field.kind === 'money' ? 'decimal' : undefined}
        type={field.kind === 'date' ? 'date' : undefined}
        aria-required={field.needed}
      />
    </span>
  )
}
