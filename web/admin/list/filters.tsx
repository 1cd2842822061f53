import { useEffect, useState, type ReactNode } from 'react'
import { Select } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { daysBefore, useWhen } from '../when.ts'
import { useSettled } from './useSettled.ts'

/** The filters of a list in one line, each kept in the address. */
export function FilterBar({ children }: { children: ReactNode }) {
  const say = useSay()
  return (
    <div className="filters" role="search" aria-label={say('filters')}>
      {children}
    </div>
  )
}

type Change<Value> = (value: Value | undefined) => void

/** Writes to the address once the typing rests; the cross and Escape empty it. */
export function SearchField({
  value,
  hint,
  onChange,
}: {
  value: string | undefined
  hint: string
  onChange: Change<string>
}) {
  const say = useSay()
  const [typed, setTyped] = useState(value ?? '')
  const [known, setKnown] = useState(value ?? '')
  const settled = useSettled(typed, 300)
  // The address may change by a link or the back button; what is typed then follows it.
  if ((value ?? '') !== known) {
    setKnown(value ?? '')
    if (typed.trim() !== (value ?? '')) setTyped(value ?? '')
  }
  useEffect(() => {
    if (settled === typed && settled.trim() !== (value ?? '')) onChange(settled.trim() || undefined)
    // Only settled typing writes; a new address by itself does not.
  }, [settled]) // oxlint-disable-line react/exhaustive-deps
  return (
    <label className="field search">
      <Icon name="search" size="s" />
      <span className="sr">{hint}</span>
      <input
        value={typed}
        placeholder={hint}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped('')
        }}
      />
      {typed !== '' && (
        <button
          type="button"
          className="ib"
          aria-label={say('clear_search', { search: typed })}
          onClick={() => setTyped('')}>
          <Icon name="x" size="s" />
        </button>
      )}
    </label>
  )
}

export type Choice = { value: string; label: string; note?: string }
type ChoiceProps = {
  label: string
  all?: string
  value: string | undefined
  choices: readonly Choice[]
  onChange: Change<string>
}

export function ChoiceFilter({ label, all, value, choices, onChange }: ChoiceProps) {
  const options = choices.map(({ value: key, label: name, note }) => ({ value: key, label: name, note }))
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      popupMatchSelectWidth={false}
      className="choice"
      showSearch={choices.length > 8 ? { optionFilterProp: 'label' } : false}
      options={all === undefined ? options : [{ value: '', label: all, note: undefined }, ...options]}
      optionRender={choiceRow}
      onChange={(key) => onChange(key === '' ? undefined : key)}
    />
  )
}

const choiceRow = ({ data }: { data: { label: string; note: string | undefined } }) => (
  <span className="choice-row">
    <span>{data.label}</span>
    <small className="n">{data.note}</small>
  </span>
)

/** Stores in this person's reach; with one store there is nothing to choose. */
export function StoreFilter({
  value,
  label,
  onChange,
}: {
  value: string | undefined
  label?: string
  onChange: Change<string>
}) {
  const say = useSay()
  const { stores } = useMe()
  if (stores.length < 2) return null
  const choices = stores.map((store) => ({ value: store.id, label: store.name }))
  return (
    <ChoiceFilter
      label={label ?? say('store')}
      all={say('all_stores')}
      value={value}
      choices={choices}
      onChange={onChange}
    />
  )
}

type Days = { from?: string; to?: string }

/** A range of business days: the usual ones in one tap, any other by two dates. */
export function DayFilter({ from, to, onChange }: Days & { onChange: (days: Days) => void }) {
  const say = useSay()
  const today = useWhen().today()
  const usual: { name: string; days: Days }[] = [
    { name: say('any_day'), days: {} },
    { name: say('today'), days: { from: today, to: today } },
    { name: say('yesterday'), days: { from: daysBefore(today, 1), to: daysBefore(today, 1) } },
    { name: say('last_7_days'), days: { from: daysBefore(today, 6), to: today } },
    { name: say('this_month'), days: { from: `${today.slice(0, 8)}01`, to: today } },
  ]
  const pick = (key: 'from' | 'to', label: string, value: string | undefined) => (
    <label className="field day-pick">
      <span>{label}</span>
      <input
        type="date"
        value={value ?? ''}
        max={key === 'from' ? to : undefined}
        min={key === 'to' ? from : undefined}
        onChange={(event) => onChange({ from, to, [key]: event.target.value || undefined })}
      />
    </label>
  )
  return (
    <div className="days">
      <span className="seg" role="group" aria-label={say('days')}>
        {usual.map(({ name, days }) => (
          <button
            key={name}
            type="button"
            aria-pressed={days.from === from && days.to === to}
            onClick={() => onChange(days)}>
            {name}
          </button>
        ))}
      </span>
      <span className="day-picks">
        {pick('from', say('from'), from)}
        {pick('to', say('to'), to)}
      </span>
    </div>
  )
}
