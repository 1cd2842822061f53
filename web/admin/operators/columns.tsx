import { Link } from '@tanstack/react-router'
import type { GrantRow } from '#contract/operators.ts'
import { usePeopleTexts } from '../../ui/people.ts'
import type { Column } from '../list/List.tsx'
import { useWhen } from '../when.ts'
import { useSay } from '../texts/operators.ts'

const looks = { live: 'tag ok', coming: 'tag', over: 'tag line', ended: 'tag line' } as const
const shown_max = 3

/** A grant in words: its time, whether it was used, who ended it, what it allows. */
function useGrantWords() {
  const say = useSay()
  const when = useWhen()
  const texts = usePeopleTexts()
  const both = (...parts: string[]) => parts.filter((part) => part !== '').join(' · ')
  const endedBy = ({ ended_at, ended_by }: GrantRow) =>
    ended_at === null || ended_by === null ? ''
      : say('ended_by', { who: ended_by, time: when.moment(ended_at) })
  const entered = ({ entered_at }: GrantRow) =>
    entered_at === null ? say('never_entered') : say('entered', { time: when.moment(entered_at) })
  const names = ({ permissions }: GrantRow) => permissions.map((one) => texts.permissions[one])
  return {
    until: ({ from_at, until_at }: GrantRow) =>
      say('until', { from: when.moment(from_at), until: when.moment(until_at) }),
    used: (row: GrantRow) => both(entered(row), endedBy(row)),
    state: (row: GrantRow) => both(say(row.state), endedBy(row)),
    all: (row: GrantRow) => names(row).join(' · '),
    some(row: GrantRow) {
      const all = names(row), rest = all.length - shown_max
      return `${all.slice(0, shown_max).join(' · ')}${rest > 0 ? ` ${say('more', { count: rest })}` : ''}`
    },
  }
}

export function useGrantColumns(onEnd: (grant: GrantRow) => void): Column<GrantRow>[] {
  const say = useSay()
  const words = useGrantWords()
  return [
    {
      key: 'who', head: say('who'), text: (row) => `${row.operator} ${row.phone_masked}`,
      cell: (row) => (
        <>
          <Link className="cut" to="/audit" search={{ who: row.operator_id }} title={say('acts')}>
            <b>{row.operator}</b>
          </Link>
          <small>{row.phone_masked}</small>
          <small className="on-phone grant-small">{row.reason}</small>
          <small className="on-phone grant-small">{words.until(row)}</small>
        </>
      ),
    },
    {
      key: 'reason', head: say('reason'), wide: true, text: (row) => row.reason,
      cell: (row) => (
        <span className="grant-reason">
          {row.reason}
          <small title={words.all(row)}>{words.some(row)}</small>
        </span>
      ),
    },
    {
      key: 'time', head: say('time'), wide: true, text: words.until,
      cell: (row) => (
        <>
          {words.until(row)}
          <small>{words.used(row)}</small>
        </>
      ),
    },
    {
      key: 'given', head: say('given'), roomy: true, text: (row) => row.given_by, cell: (row) => row.given_by,
    },
    {
      key: 'state', head: say('state'), text: words.state,
      cell: (row) => <span className={looks[row.state]} title={words.state(row)}>{say(row.state)}</span>,
    },
    {
      key: 'end', head: say('end'), num: true, text: () => '',
      cell: (row) => (row.state === 'live' || row.state === 'coming') && (
        <button type="button" className="btn" onClick={() => onEnd(row)}>{say('end')}</button>
      ),
    },
  ]
}
