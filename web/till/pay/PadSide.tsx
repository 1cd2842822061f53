import { yuan } from '#contract/text.ts'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { Field } from '../Field.tsx'
import { keepFocus, Pad } from '../Pad.tsx'
import { likelyNotes } from '../payment.ts'
import { useSay } from '../texts.ts'
import type { Pay } from './usepay.ts'

/** The pad for the tender in hand, and the one key that completes. */
export function PadSide({ pay }: { pay: Pay }) {
  const say = useSay()
  const { payment, why, held } = pay
  return (
    <section className="pad" aria-label={say('pad_for', { what: say(`in_hand_${payment.current}`) })}>
      <Shown pay={pay} />
      <Quick pay={pay} />
      {payment.current === 'other' && (
        <Field
          label={say('reference')}
          name="reference"
          value={payment.reference}
          scan
          hint={say('reference_hint')}
          onChange={(reference) => pay.set({ reference })}
        />
      )}
      <Pad onKey={pay.type} off={held} point={payment.current !== 'points'} />
      <p className="finwhy" id="fin-why" role="status">
        {pay.scanned
          ? say('scanned_in_pay')
          : why !== null && (
              <>
                <Icon name="clock" size="s" />
                {why}
              </>
            )}
      </p>
      {pay.unapproved ? (
        <button type="button" className="pay fin" aria-describedby="fin-why" onClick={pay.enter}>
          {say('ask_approval')} <kbd>Enter</kbd>
        </button>
      ) : (
        <button
          type="button"
          className="pay fin"
          aria-disabled={why !== null}
          aria-describedby="fin-why"
          onClick={pay.complete}
        >
          {say('complete')} {why === null && <kbd>Enter</kbd>}
        </button>
      )}
    </section>
  )
}

/** What is being typed, and what follows from it: change, the balance left, the worth of the points. */
function Shown({ pay: { payment, bill, member, balance_fen, points_fen, quote } }: { pay: Pay }) {
  const say = useSay()
  const rows = {
    cash: [
      <Money key="in" fen={bill.tendered_fen} />,
      say('change'),
      <Money key="out" fen={bill.change_fen} />,
    ],
    stored_value: [
      <Money key="in" fen={bill.stored_fen} />,
      say('balance_after'),
      <Money key="out" fen={balance_fen - bill.stored_fen} />,
    ],
    other: [<Money key="in" fen={bill.other_fen} />, say('left'), <Money key="out" fen={bill.left_fen} />],
    points: [
      <span key="in" className="amt">
        {formatCount(quote?.points ?? payment.points)}
      </span>,
      say('points_worth_now'),
      <Money key="out" fen={points_fen} />,
    ],
  }[payment.current]
  return (
    <div className="io" aria-live="polite">
      <div className="in">
        <span className="k">{say(`in_hand_${payment.current}`)}</span>
        {rows[0]}
      </div>
      <div className="chg">
        <span className="k">
          {rows[1]}
          {payment.current === 'points' && member && (
            <small className="n"> {say('of_points', { points: formatCount(member.holdings.points) })}</small>
          )}
        </span>
        {rows[2]}
      </div>
    </div>
  )
}

/** The amounts most likely wanted, one tap each. */
function Quick({ pay }: { pay: Pay }) {
  const say = useSay()
  const { payment, bill, points_max, held } = pay
  if (held) return null
  const keys: { word: string; on: boolean; press: () => void }[] =
    payment.current === 'cash'
      ? [
          {
            word: say('exact', { amount: yuan(bill.cash_due_fen) }),
            on: payment.cash === '=',
            press: () => pay.set({ cash: '=', fresh: true }),
          },
          ...likelyNotes(bill.cash_due_fen).map((fen) => ({
            word: formatCount(fen / 100),
            on: payment.cash === String(fen / 100),
            press: () => pay.set({ cash: String(fen / 100), fresh: true }),
          })),
        ]
      : payment.current === 'stored_value'
        ? [{ word: say('all_left'), on: payment.stored === '', press: () => pay.set({ stored: '' }) }]
        : payment.current === 'other'
          ? [{ word: say('all_left'), on: payment.other === '', press: () => pay.set({ other: '' }) }]
          : [
              {
                word: say('all_points', { points: formatCount(points_max) }),
                on: payment.points === points_max,
                press: () => pay.set({ points: points_max, fresh: true }),
              },
            ]
  return (
    <div className={`quick n ${keys.length === 1 ? 'single' : ''}`}>
      {keys.map(({ word, on, press }) => (
        <button
          key={word}
          type="button"
          className={`key ${on ? 'on' : ''}`}
          aria-pressed={on}
          tabIndex={-1}
          {...keepFocus}
          onClick={press}
        >
          {word}
        </button>
      ))}
    </div>
  )
}
