import { useId, type ReactNode } from 'react'
import { Icon } from '../ui/Icon.tsx'

type FieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  fault?: string | undefined
  hint?: ReactNode
  before?: string
  list?: readonly string[]
  autoFocus?: boolean | undefined
  inputMode?: 'decimal' | 'numeric' | 'tel'
  placeholder?: string
  type?: 'text' | 'date' | 'password'
  name?: string
  max?: string
  /** A scanner may write here. */
  scan?: boolean
}

/** A field with its label above, and what is wrong and would be right below. */
export function Field({
  label,
  value,
  onChange,
  fault,
  hint,
  before,
  list,
  scan,
  autoFocus,
  ...rest
}: FieldProps) {
  const id = useId()
  const about = fault || hint ? `${id}-about` : undefined
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <span className={`field big ${fault ? 'bad' : ''}`}>
        {before && <span className="mut">{before}</span>}
        <input
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby={about}
          list={list && `${id}-list`}
          className={before ? 'n' : ''}
          data-autofocus={autoFocus || undefined}
          {...rest}
        />
        {scan && <Icon name="scan" className="mut" />}
      </span>
      {list && (
        <datalist id={`${id}-list`}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {fault && (
        <span className="err" id={about}>
          <Icon name="alert" size="s" />
          {fault}
        </span>
      )}
      {!fault && hint && (
        <span className="why" id={about}>
          {hint}
        </span>
      )}
    </div>
  )
}
