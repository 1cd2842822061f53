import { formatFen } from '../../ui/format.ts'
import { useLang, type Lang } from '../../ui/lang.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { rhythm_weeks, type DayCell, type Rhythm } from './rhythm.ts'

const step = 16
const square = 13
const left = 28
const bars_height = 40
const grid_top = 54

/** A bar for the spend of each week, a square for each day; the week that runs now is in ink. */
export function RhythmPicture({ rhythm, label }: { rhythm: Rhythm; label: string }) {
  const when = useWhen()
  const lang = useLang()
  const most = Math.max(1, ...rhythm.weeks.map((week) => week.spent_fen))
  const width = left + rhythm_weeks * step
  return (
    <svg className="rhythm" viewBox={`0 0 ${width} 184`} role="img" aria-label={label}>
      {rhythm.weeks.map((week, at) => {
        const height = week.spent_fen <= 0 ? 1 : Math.max(2, (week.spent_fen / most) * bars_height)
        return (
          <g key={week.monday} transform={`translate(${left + at * step} 0)`}>
            <rect
              className={`bar ${at === rhythm_weeks - 1 ? 'now' : ''}`}
              y={bars_height - height}
              width={square}
              height={height}
              rx="1">
              <title>{`${when.date(week.monday)} – ${formatFen(week.spent_fen)}`}</title>
            </rect>
            {week.days.map((day, weekday) => (
              <Square key={day.day} day={day} y={grid_top + weekday * step} />
            ))}
            {startsMonth(rhythm, at) && <text y="178">{monthName(week.monday, lang)}</text>}
          </g>
        )
      })}
      {[0, 2, 5].map((weekday) => (
        <text key={weekday} x={left - 8} y={grid_top + weekday * step + 10.5} textAnchor="end">
          {shortWeekday(when.weekday(rhythm.weeks[0]!.days[weekday]!.day), lang)}
        </text>
      ))}
    </svg>
  )
}

function Square({ day, y }: { day: DayCell; y: number }) {
  const say = useSay()
  const when = useWhen()
  if (day.ahead) return null
  const amount = day.spent_fen === 0 ? say('rhythm_none') : formatFen(day.spent_fen)
  return (
    <rect className={`h${day.heat}`} y={y} width={square} height={square} rx="2">
      <title>{say('rhythm_cell', { date: when.date(day.day), amount })}</title>
    </rect>
  )
}

const shortWeekday = (name: string, lang: Lang): string => (lang === 'zh' ? name.slice(1) : name.slice(0, 2))

/** A month is named under its first whole week, and not where two names would touch. */
const startsMonth = (rhythm: Rhythm, at: number): boolean => {
  const month = (week: number) => rhythm.weeks[week]?.monday.slice(0, 7)
  return at > 0 && month(at) !== month(at - 1) && at < rhythm_weeks - 1
}

const monthName = (day: string, lang: Lang): string =>
  lang === 'zh'
    ? `${Number(day.slice(5, 7))}月`
    : new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(
        new Date(`${day}T00:00:00Z`),
      )
