import { useId, type InputHTMLAttributes, type ReactNode } from 'react'
import { Icon } from '../ui/Icon.tsx'

type Props = {
  label: string
  hint?: ReactNode
  fault?: string
  value: string
  onChange: (value: string) => void
  /** What stands at the end of the field. */
  end?: ReactNode
  look?: string
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>

/** Label above, field, and below it what is wrong or else a hint. */
export function Field({ label, hint, fault, value, onChange, end, look = '', ...rest }: Props) {
  const id = useId()
  return (
    <div className="setup-field">
      <label className="label" htmlFor={id}>{label}</label>
      <span className={`field big ${fault ? 'bad' : ''} ${look}`}>
        <input
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={fault !== undefined}
          aria-describedby={fault || hint ? `${id}-told` : undefined}
          {...rest}
        />
        {end}
      </span>
      <Told id={`${id}-told`} fault={fault} hint={hint} />
    </div>
  )
}

/** The fault of a field, or its hint. */
export function Told({ id, fault, hint }: { id: string; fault?: string; hint?: ReactNode }) {
  if (fault)
    return (
      <span className="err" id={id}>
        <Icon name="alert" size="s" />
        {fault}
      </span>
    )
  return hint ? <span className="why" id={id}>{hint}</span> : null
}
