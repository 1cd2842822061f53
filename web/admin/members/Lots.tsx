import { useState } from 'react'
import { yuan } from '#contract/text.ts'
import { formatCount } from '../../ui/format.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { lastDay, lotGroups, type Lot, type LotGroup } from './lots.ts'

/** So many groups are shown at once; a regular's points may end on a hundred days. */
const shown_max = 6

/** What the balances consist of, in the order it is used. */
export function Lots({ lots }: { lots: readonly Lot[] }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const groups = lotGroups(lots)
  const shown = open ? groups : groups.slice(0, shown_max)
  const hidden = groups.length - shown.length
  return (
    <>
      <h3 className="grp">
        {groups.length === 0 ? say('hold_lots_none') : say('hold_lots', { count: groups.length })}
      </h3>
      <ul>
        {shown.map((group) => (
          <LotRow key={group.id} group={group} />
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="link lots-more" onClick={() => setOpen(true)}>
          {say('more_rows', { count: hidden })}
        </button>
      )}
    </>
  )
}

function LotRow({ group }: { group: LotGroup }) {
  const say = useSay()
  const when = useWhen()
  const { account, remaining, expires_at } = group
  const amount = (count: number) => (account === 'points' ? formatCount(count) : yuan(count))
  const name = account === 'principal' || account === 'bonus' || account === 'points' ? say(account) : account
  const until =
    expires_at === null ? say('lot_forever') : say('lot_until', { date: when.day(lastDay(expires_at)) })
  const whole = remaining === group.amount
  const origin =
    group.lots > 1
      ? say('lot_together', { count: group.lots })
      : `${say.of(`source_${group.source}`)} ${when.day(group.starts_at)}`
  const of = say('lot_of', { remaining: amount(remaining), amount: amount(group.amount) })
  return (
    <li className="sm">
      <b>{name}</b>
      <span className="v">{amount(remaining)}</span>
      <small>
        <span>{origin}</span>
        <span>{whole || expires_at !== null ? until : of}</span>
      </small>
    </li>
  )
}
