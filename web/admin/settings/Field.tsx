import { features, type Feature } from '#contract/features.ts'
import type { LabelLayout } from '#contract/goods.ts'
import type { SettingKey } from '#contract/settings.ts'
import type { TopUpStep } from '#contract/value.ts'
import { useState } from 'react'
import { fenFromText } from '../form/amount.ts'
import { yuan } from '#contract/text.ts'
import type { FieldProps } from './fieldprops.ts'
import { Layouts } from './Layouts.tsx'
import { Steps } from './Steps.tsx'
import { useSay } from '../texts/settings.ts'
import { kindOf } from '../settingwords.ts'

/** The control that fits a setting. It hands on undefined while what is typed is no value yet. */
export function Field({ of, value,
  onChange }: { of: SettingKey; value: unknown; onChange: (value: unknown) => void }) {
  const kind = kindOf[of]
  switch (kind.kind) {
    case 'choice': return <Choices kind={kind} value={value} onChange={onChange} />
    case 'yes_no': return <YesNo value={value === true} onChange={onChange} />
    case 'number': return <WholeNumber value={value as number} onChange={onChange} />
    case 'share': return <Percent value={value as number} onChange={onChange} />
    case 'money':
      return <Amount value={value as number | null} nullable={kind.nullable} onChange={onChange} />
    case 'features': return <Features value={value as Feature[]} onChange={onChange} />
    case 'steps': return <Steps value={value as TopUpStep[]} onChange={onChange} />
    case 'layouts': return <Layouts value={value as LabelLayout[]} onChange={onChange} />
  }
}

function Choices({ kind, value,
  onChange }: FieldProps<unknown> & { kind: { prefix: string; values: readonly string[] } }) {
  const say = useSay()
  return (
    <div className="form-field setting-choices" role="group" aria-label={say('value')}>
      {kind.values.map((one) => (
        <button key={one} type="button" className="btn" aria-pressed={one === value} onClick={() =>
          onChange(one)}>
          {say.of(`${kind.prefix}_${one}`)}
        </button>
      ))}
    </div>
  )
}

/** A share is kept in basis points and typed in percent. */
function Percent({ value, onChange }: FieldProps<number>) {
  const set = (percent: number | undefined) => onChange(percent === undefined ? undefined : percent * 100)
  return <WholeNumber value={value / 100} unit="%" onChange={set} />
}

function YesNo({ value, onChange }: FieldProps<boolean>) {
  const say = useSay()
  return (
    <div className="form-field">
      <span className="seg form-pick" role="group" aria-label={say('value')}>
        <button type="button" aria-pressed={value} onClick={() => onChange(true)}>{say('yes')}</button>
        <button type="button" aria-pressed={!value} onClick={() => onChange(false)}>{say('no')}</button>
      </span>
    </div>
  )
}

function WholeNumber({ value, unit, onChange }: FieldProps<number> & { unit?: string }) {
  const say = useSay()
  const [typed, setTyped] = useState(value === undefined || Number.isNaN(value) ? '' : String(value))
  const wrong = !/^\d{1,9}$/.test(typed)
  return (
    <div className="form-field">
      <span className={wrong ? 'field bad' : 'field'}>
        <input
          inputMode="numeric" value={typed} aria-label={say('value')} aria-invalid={wrong}
          onChange={({ target }) => {
            setTyped(target.value)
            onChange(/^\d{1,9}$/.test(target.value) ? Number(target.value) : undefined)
          }}
        />
        {unit !== undefined && <span className="mut">{unit}</span>}
      </span>
      {wrong && <span className="err">{say('number_wrong')}</span>}
    </div>
  )
}

function Amount({ value, nullable, onChange }: FieldProps<number | null> & { nullable: boolean }) {
  const say = useSay()
  const [typed, setTyped] =
    useState(value === null || value === undefined ? '' : yuan(value).replaceAll(',', ''))
  return (
    <div className="form-field">
      <span className="field">
        <span className="mut" aria-hidden="true">¥</span>
        <input
          inputMode="decimal" value={typed} aria-label={say('value')} placeholder={nullable
            ? say('unlimited') : ''}
          onChange={({ target }) => {
            setTyped(target.value)
            const empty = nullable && target.value.trim() === ''
            onChange(empty ? null : fenFromText(target.value) ?? undefined)
          }}
        />
      </span>
    </div>
  )
}

function Features({ value, onChange }: FieldProps<Feature[]>) {
  const say = useSay()
  return (
    <div className="form-field" role="group" aria-label={say('off')}>
      {features.map((feature) => (
        <label key={feature} className="setting-feature">
          <input
            type="checkbox" checked={value.includes(feature)}
            onChange={() => onChange(
              value.includes(feature) ? value.filter((one) => one !== feature) : [...value, feature],
            )}
          />
          {say('off')} · {say(`feature_${feature}`)}
        </label>
      ))}
    </div>
  )
}
