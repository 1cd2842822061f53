import { yuan } from '#contract/text.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { has, useMe } from '../../ui/session.ts'
import { keepFocus } from '../Pad.tsx'
import type { TenderKind } from '../payment.ts'
import { sayRefusal, useSay } from '../texts.ts'
import type { Pay } from './usepay.ts'

type Tender = {
  kind: TenderKind
  icon: IconName
  word: string
  about: string
  code: string
  why: string | null
}

/** The ways to pay that this chain has, each with what it can do here, or why it cannot. */
export function useTenders(pay: Pay): Tender[] {
  const { member, quote, points_max, points_max_fen, balance_fen, reached, held } = pay
  const say = useSay()
  const me = useMe()
  const noValue = !member ? say('needs_member') : balance_fen === 0 ? say('balance_zero') : null
  const blocked = quote?.points_blocked ?? null
  const noPoints = !member
    ? say('needs_member')
    : blocked !== null
      ? sayRefusal().of(blocked, { balance: member.holdings.points })
      : member.holdings.points <= 0
        ? say('points_zero')
        : quote && points_max === 0
          ? say('points_none')
          : null
  const offline = held ? say('wait_for_result') : reached ? null : say('needs_network_short')
  const all: (Tender & { shown: boolean })[] = [
    {
      kind: 'cash',
      icon: 'cash',
      word: say('tender_cash'),
      about: 'F1',
      code: 'F1',
      why: offline,
      shown: true,
    },
    {
      kind: 'stored_value',
      icon: 'wallet',
      word: say('tender_stored_value'),
      code: 'F2',
      why: offline ?? noValue,
      about: say('balance_n', { amount: yuan(balance_fen) }),
      shown: has(me, 'stored_value'),
    },
    {
      kind: 'other',
      icon: 'card',
      word: say('tender_other'),
      about: say('other_about'),
      code: 'F3',
      why: offline,
      shown: true,
    },
    {
      kind: 'points',
      icon: 'points',
      word: say('points'),
      code: 'F4',
      why: offline ?? noPoints,
      shown: has(me, 'points'),
      about: say('points_up_to', { amount: yuan(points_max_fen) }),
    },
  ]
  return all.filter(({ shown }) => shown)
}

/** The tenders as big keys. */
export function TenderKeys({ pay }: { pay: Pay }) {
  const say = useSay()
  const tenders = useTenders(pay)
  return (
    <div className="tenders" role="group" aria-label={say('how_paid')}>
      {tenders.map(({ kind, icon, word, about, code, why }) => (
        <button
          key={kind}
          type="button"
          className={`ten ${pay.payment.current === kind ? 'on' : ''}`}
          aria-pressed={pay.payment.current === kind}
          aria-disabled={why !== null}
          {...keepFocus}
          onClick={() => {
            if (why === null) pay.choose(kind)
          }}
        >
          <Icon name={icon} />
          <span className="cut">
            <b>{word}</b>
            <small className="n cut" title={why ?? about}>
              {why ?? about}
            </small>
          </span>
          {about !== code && (
            <span className="f" aria-hidden="true">
              {code}
            </span>
          )}
        </button>
      ))}
    </div>
  )
}
