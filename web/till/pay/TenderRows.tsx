import type { ReactNode } from 'react'
import { formatCount } from '../../ui/format.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import type { Payment, TenderKind } from '../payment.ts'
import { useSay } from '../texts.ts'
import type { Pay } from './usepay.ts'

/**
 * What has been put together so far; the one in hand is framed. Points stand first: they reduce, they do not
 * pay.
 */
export function TenderRows({ pay }: { pay: Pay }) {
  const say = useSay()
  const { bill, payment, quote, member } = pay
  return (
    <ul>
      {payment.points > 0 && (
        <Row
          pay={pay}
          kind="points"
          icon="points"
          word={say('points_reduce')}
          off={{ points: 0 }}
          gain
          amount_fen={-pay.points_fen}
          about={
            quote
              ? say('points_use', {
                  points: formatCount(quote.points),
                  left: formatCount((member?.holdings.points ?? 0) - quote.points),
                })
              : (pay.fault ?? say('why_quoting'))
          }
        />
      )}
      {payment.stored !== null && (
        <Row
          pay={pay}
          kind="stored_value"
          icon="wallet"
          word={say('stored_value')}
          off={{ stored: null }}
          amount_fen={bill.stored_fen}
          about={<BalanceParts pay={pay} />}
        />
      )}
      {payment.other !== null && (
        <Row
          pay={pay}
          kind="other"
          icon="card"
          word={say('tender_other')}
          off={{ other: null, reference: '' }}
          amount_fen={bill.other_fen}
          about={payment.reference || say('why_reference')}
        />
      )}
      {(bill.cash_due_fen > 0 || payment.current === 'cash') && (
        <Row
          pay={pay}
          kind="cash"
          icon="cash"
          word={say('tender_cash')}
          off={payment.cash === null ? null : { cash: null }}
          amount_fen={bill.cash_due_fen}
          about={
            bill.tendered_fen > 0 ? (
              <>
                {say('tendered')} <Money fen={bill.tendered_fen} bare /> · {say('change')}{' '}
                <Money fen={bill.change_fen} bare />
              </>
            ) : (
              say(bill.cash_due_fen === 0 ? 'no_cash_needed' : 'cash_not_yet')
            )
          }
        />
      )}
    </ul>
  )
}

/** What the member has, in its two parts; the sum stands on the tender's key. */
function BalanceParts({ pay }: { pay: Pay }) {
  const say = useSay()
  const { principal_fen, bonus_fen } = pay.member?.holdings ?? { principal_fen: 0, bonus_fen: 0 }
  return (
    <>
      {say('principal')} <Money fen={principal_fen} bare /> + {say('bonus')} <Money fen={bonus_fen} bare />
    </>
  )
}

type RowProps = {
  pay: Pay
  kind: TenderKind
  icon: IconName
  word: string
  about: ReactNode
  amount_fen: number
  gain?: boolean
  off: Partial<Payment> | null
}

function Row({ pay, kind, icon, word, about, amount_fen, gain = false, off }: RowProps) {
  const say = useSay()
  const on = pay.payment.current === kind
  const away = () => pay.set({ ...off, ...(on && { current: 'cash' as const }) })
  return (
    <li className={`t ${on ? 'now' : ''}`} aria-current={on || undefined}>
      <span className="ic">
        <Icon name={icon} />
      </span>
      <span className="cut">
        <b>{word}</b>
        <small className="n">{about}</small>
      </span>
      <span className={`a n ${gain ? 'gain' : ''}`}>
        <Money fen={amount_fen} bare />
      </span>
      {off && !pay.held ? (
        <button type="button" className="ib" aria-label={say('remove_tender', { what: word })} onClick={away}>
          <Icon name="x" />
        </button>
      ) : (
        <span />
      )}
    </li>
  )
}
