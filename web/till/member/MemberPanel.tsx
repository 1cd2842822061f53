import type { MemberCard } from '#contract/members.ts'
import { daysToBirthday } from '../../ui/birthday.ts'
import { dayIn, formatCount, formatDate, formatDay } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useLang } from '../../ui/lang.ts'
import { Money } from '../../ui/Money.tsx'
import { has, may, serverNow, useMe } from '../../ui/session.ts'
import { focusBox } from '../box.ts'
import { counter } from '../counter.ts'
import { doors } from '../doors.ts'
import { net } from '../net.ts'
import { useQuote } from '../quote.ts'
import { useSay } from '../texts.ts'
import { LatestSales } from './LatestSales.tsx'

/** Who the customer is and what they hold; without one, how to find or make one. */
export function MemberPanel() {
  const say = useSay()
  const member = counter.use((basket) => basket.member)
  return (
    <aside className="mem" aria-label={say('member')}>
      {member ? <Known member={member} /> : <Unknown />}
    </aside>
  )
}

function Unknown() {
  const say = useSay()
  const me = useMe()
  const reached = net.use((state) => state.reached)
  return (
    <>
      <section className="who">
        <div>
          <div className="n1 walk-in">{say('walk_in')}</div>
          <p>{say('walk_in_hint')}</p>
          <p className="mini">{say('walk_in_hint_short')}</p>
        </div>
        <button type="button" className="key mini-key" onClick={focusBox}>
          <Icon name="search" />
          {say('find_member')}
        </button>
      </section>
      <div className="mact">
        <button type="button" className="key" onClick={focusBox}>
          <Icon name="search" />
          {say('find_member')}
        </button>
        {may(me, 'members.enrol') && (
          <button type="button" className="key" aria-disabled={!reached} onClick={doors.enrol}>
            <Icon name="person_plus" />
            {say('enrol')}
          </button>
        )}
      </div>
    </>
  )
}

/** A birthday is spoken of in the week before it. */
const birthday_near_days = 7

function Known({ member }: { member: MemberCard }) {
  const say = useSay()
  const lang = useLang()
  const me = useMe()
  const zone = me.chain.time_zone
  const reached = net.use((state) => state.reached)
  const { principal_fen, bonus_fen, points } = member.holdings
  const visit = member.last_visit_at
    ? say('last_visit', { day: formatDay(member.last_visit_at, zone, lang) })
    : say('first_visit')
  const days = daysToBirthday(member.birthday ?? '', dayIn(serverNow(), zone))
  const canTopUp = has(me, 'stored_value') && may(me, 'value.top_up')
  return (
    <>
      <section className="who">
        <div className="cut">
          <div className="n1 cut" title={member.name}>
            {member.name}
          </div>
          <p className="n">
            {member.phone_masked} · {visit}
          </p>
          <p className="mini n">
            {has(me, 'stored_value') && (
              <>
                {say('stored_value')} <Money fen={principal_fen + bonus_fen} bare /> ·{' '}
              </>
            )}
            {has(me, 'points') && say('points_n', { points: formatCount(points) })}
          </p>
        </div>
        {canTopUp && (
          <button type="button" className="key mini-key" aria-disabled={!reached} onClick={doors.top_up}>
            {say('top_up')}
          </button>
        )}
        <button
          type="button"
          className="ib"
          aria-label={say('remove_member')}
          onClick={() => counter.send({ do: 'member', member: null })}
        >
          <Icon name="x" />
        </button>
      </section>
      {days !== null && days <= birthday_near_days && (
        <section className="hint">
          <Icon name="calendar" />
          <span>
            <b>
              {days === 0
                ? say('birthday_today')
                : days === 1
                  ? say('birthday_tomorrow')
                  : say('birthday_in', { days })}
            </b>
          </span>
        </section>
      )}
      {member.note !== '' && (
        <section className="hint">
          <Icon name="note" />
          <span>{member.note}</span>
        </section>
      )}
      <Holdings member={member} />
      <dl className="facts">
        <dt>{say('joined')}</dt>
        <dd className="n">{formatDate(member.joined_on, lang)}</dd>
      </dl>
      {may(me, 'sales.read') && <LatestSales key={member.id} member_id={member.id} />}
      <div className="mem-foot">
        <Earn />
        {canTopUp && (
          <div className="mact one">
            <button type="button" className="key" aria-disabled={!reached} onClick={doors.top_up}>
              <Icon name="wallet" />
              {say('top_up')}
              <span className="f" aria-hidden="true">
                F9
              </span>
            </button>
          </div>
        )}
      </div>
    </>
  )
}

function Holdings({ member }: { member: MemberCard }) {
  const say = useSay()
  const me = useMe()
  const { quote, fresh } = useQuote()
  const { principal_fen, bonus_fen, points } = member.holdings
  return (
    <section className="bal">
      {has(me, 'stored_value') && (
        <div>
          <span className="k">{say('balance')}</span>
          <span className="v">
            <Money fen={principal_fen + bonus_fen} />
          </span>
          <span className="s n">
            {say('principal')} <Money fen={principal_fen} bare /> + {say('bonus')}{' '}
            <Money fen={bonus_fen} bare />
          </span>
        </div>
      )}
      {has(me, 'points') && (
        <div>
          <span className="k">{say('points')}</span>
          <span className="v n">{formatCount(points)}</span>
          <span className="s n">
            {fresh && quote && quote.points_max > 0 && (
              <>
                {say('points_worth')} <Money fen={quote.points_max_fen} />
              </>
            )}
          </span>
        </div>
      )}
    </section>
  )
}

/** What this order will bring the member, when the server has said so. */
function Earn() {
  const say = useSay()
  const me = useMe()
  const { quote, fresh } = useQuote()
  if (!has(me, 'points') || !quote || quote.lines.length === 0) return null
  return (
    <section className={`earn ${fresh ? '' : 'stale'}`}>
      <span>{say('will_earn')}</span>
      <span className="n">{say('earn_points', { points: formatCount(quote.points_to_earn) })}</span>
    </section>
  )
}
