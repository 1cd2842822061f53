import { useQueryClient } from '@tanstack/react-query'
import { changeSetting, unsetSetting, type StandingSetting } from '#contract/setting-doors.ts'
import type { PlaceKind } from '#contract/settings.ts'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Field } from './Field.tsx'
import { useSettingTexts } from '../settingtexts.ts'
import { useSay } from '../texts/settings.ts'

type Props = { row: StandingSetting; place: { id: string; kind: PlaceKind }; onDone: () => void }

/** Sets one setting for one place, from now or a later moment on, or lets the place follow the one above. */
export function SettingForm({ row, place, onDone }: Props) {
  const say = useSay()
  const texts = useSettingTexts()
  const queries = useQueryClient()
  const [value, setValue] = useState<unknown>(row.value)
  const [starts, setStarts] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const place_id = place.kind === 'chain' ? null : place.id
  const act = async (work: () => Promise<unknown>) => {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: ['GET'] })
      onDone()
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  const save = () =>
    act(() => call(changeSetting, {
      key: row.key, place_id, value, starts_at: starts === null ? null : new Date(starts).toISOString(),
    }))
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}>
      <p className="why">{texts.settings[row.key].says}</p>
      <Field of={row.key} value={value} onChange={setValue} />
      <Starts value={starts} onChange={setStarts} />
      {error !== null && <Failed error={error} />}
      <div className="form-end">
        <button type="submit" className="btn pri" aria-disabled={busy || value === undefined}>
          {say(busy ? 'save_busy' : 'save')}
        </button>
        {row.own && (
          <button type="button" className="btn" aria-disabled={busy}
            onClick={() => void act(() => call(unsetSetting, { key: row.key, place_id: place.id }))}>
            {say(place.kind === 'chain' ? 'unset_chain' : 'unset')}
          </button>
        )}
      </div>
    </form>
  )
}

/** From now, or from a moment in the clock of whoever sits here. */
function Starts({ value, onChange }: { value: string | null; onChange: (starts: string | null) => void }) {
  const say = useSay()
  const tomorrow = (): string => {
    const at = new Date(Date.now() + 86_400_000)
    const two = (number: number): string => String(number).padStart(2, '0')
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T00:00`
  }
  return (
    <div className="form-field">
      <span className="label">{say('starts')}</span>
      <span className="seg form-pick" role="group" aria-label={say('starts')}>
        <button type="button" aria-pressed={value === null} onClick={() =>
          onChange(null)}>{say('now')}</button>
        <button type="button" aria-pressed={value !== null} onClick={() => onChange(value ?? tomorrow())}>
          {say('later')}
        </button>
      </span>
      {value !== null && (
        <span className="field">
          <input type="datetime-local" value={value} aria-label={say('starts')}
            onChange={(event) => onChange(event.target.value)} />
        </span>
      )}
    </div>
  )
}
