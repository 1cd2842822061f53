import { useId, useState, type InputHTMLAttributes, type ReactNode } from 'react'
import { Refused } from '../call.ts'
import { Icon } from '../Icon.tsx'
import { errorText, useUiSay } from '../say.ts'

type Props = {
  name: string
  label: string
  value: string
  onChange: (value: string) => void
  /** What the server said of the whole form: the part about this field stands below it. */
  error: unknown
  /** A fault found before anything was sent. */
  fault?: string
  hint?: ReactNode
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'name'>

/** A field of a sign-in form: label above, what is wrong below; a password can be looked at. */
export function Entry({ name, label, value, onChange, error, fault, hint, ...rest }: Props) {
  const id = useId()
  const told = fault ?? faultOf(error, name)
  const about = told || hint ? `${id}-about` : undefined
  const [shown, setShown] = useState(false)
  const secret = rest.type === 'password'
  return (
    <div className="one">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <span className={`field big ${told ? 'bad' : ''}`}>
        <input
          {...rest}
          id={id}
          name={name}
          value={value}
          type={secret && shown ? 'text' : rest.type}
          onChange={(event) => onChange(event.target.value)}
          data-autofocus={rest.autoFocus || undefined}
          aria-invalid={told !== undefined}
          aria-describedby={about}
          spellCheck={false}
        />
        {secret && value !== '' && <Eye shown={shown} onTurn={() => setShown(!shown)} />}
      </span>
      {told ? (
        <span className="err" id={about}>
          {told}
        </span>
      ) : (
        hint && (
          <span className="why" id={about}>
            {hint}
          </span>
        )
      )}
    </div>
  )
}

function Eye({ shown, onTurn }: { shown: boolean; onTurn: () => void }) {
  const say = useUiSay()
  return (
    <button
      type="button"
      className="eye"
      aria-pressed={shown}
      aria-label={say(shown ? 'hide_password' : 'show_password')}
      onClick={onTurn}
    >
      <Icon name="eye" />
    </button>
  )
}

const faultOf = (error: unknown, name: string): string | undefined =>
  error instanceof Refused ? error.fields.find(({ path }) => path === name)?.message : undefined

/** What went wrong with the form as a whole; faults of its fields stand beside them. */
export function Wrong({ error }: { error: unknown }) {
  const fields = error instanceof Refused ? error.fields.length : 0
  if (error === null || fields > 0) return null
  return (
    <p className="err" role="alert">
      <Icon name="alert" size="s" />
      {errorText(error)}
    </p>
  )
}
