import type { OpeningHours } from '#contract/org.ts'
import { useWhen } from '../when.ts'
import { useSay } from '../texts/stores.ts'

type Day = OpeningHours[number]
const usual = { from: '08:00', until: '22:00' }
/** A week that began on a Monday, for the names of the days. */
const monday = Date.parse('2024-01-01T00:00:00Z')
const dayOf = (at: number): string => new Date(monday + at * 86_400_000).toISOString().slice(0, 10)

const isSame = (hours: OpeningHours): boolean =>
  hours.every((day) => day?.from === hours[0]?.from && day?.until === hours[0]?.until && day !== null)

/** When a store is open: the same every day, or day by day. */
export function Hours({ value,
  onChange }: { value: OpeningHours | null; onChange: (hours: OpeningHours | null) => void }) {
  const say = useSay()
  const when = useWhen()
  const mode = value === null ? 'none' : isSame(value) ? 'all' : 'each'
  const week = (day: Day): OpeningHours => Array.from({ length: 7 }, () => day)
  const set = (at: number, day: Day) => onChange(value!.map((old, n) => (n === at ? day : old)))
  return (
    <div className="form-field">
      <span className="label" id="hours-label">
        {say('hours')}
      </span>
      <span className="seg form-pick" role="group" aria-labelledby="hours-label">
        <button type="button" aria-pressed={mode === 'none'} onClick={() => onChange(null)}>
          {say('hours_none')}
        </button>
        <button type="button" aria-pressed={mode === 'all'} onClick={() =>
          onChange(week(value?.[0] ?? usual))}>
          {say('hours_all')}
        </button>
        <button
          type="button"
          aria-pressed={mode === 'each'}
          onClick={() => onChange(week(value?.[0] ?? usual).map((day, at) => (at === 6 ? null : day)))}>
          {say('hours_each')}
        </button>
      </span>
      {mode === 'all' && (
        <HoursRow name={say('hours_all')} day={value![0]!} onChange={(day) => onChange(week(day))} />
      )}
      {mode === 'each'
        && value!.map((day, at) => (
          <HoursRow key={at} name={when.weekday(dayOf(at))} day={day} onChange={(next) =>
            set(at, next)} mayShut />
        ))}
    </div>
  )
}

function HoursRow({ name, day, onChange, mayShut }: {
  name: string
  day: Day
  onChange: (day: Day) => void
  mayShut?: boolean
}) {
  const say = useSay()
  const time = (key: 'from' | 'until') => (
    <span className="field">
      <input
        type="time"
        value={day![key]}
        aria-label={`${name} ${say(key === 'from' ? 'open' : 'shut')}`}
        onChange={(event) => {
          if (event.target.value !== '') onChange({ ...day!, [key]: event.target.value })
        }}
      />
    </span>
  )
  return (
    <div className="hours-row n">
      <span>{name}</span>
      {day === null ? (
        <span className="shut">{say('shut')}</span>
      ) : (
        <>
          {time('from')}
          <span aria-hidden="true">–</span>
          {time('until')}
        </>
      )}
      {mayShut ? (
        <button type="button" className="btn quiet" onClick={() => onChange(day === null ? usual : null)}>
          {say(day === null ? 'open' : 'shut')}
        </button>
      ) : (
        <span className="mut">{day !== null && day.until <= day.from ? say('next_day') : ''}</span>
      )}
    </div>
  )
}
