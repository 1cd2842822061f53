import { Dialog } from '../../ui/Dialog.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { useMe } from '../../ui/session.ts'
import { acts } from '../acts.ts'
import { Clock } from '../Clock.tsx'
import { Doubt } from '../Doubt.tsx'
import { onEnter, useKeys } from '../keys.ts'
import { padKeys } from '../Pad.tsx'
import type { At } from '../place.ts'
import { tillName, useSay } from '../texts.ts'
import { BillSide } from './BillSide.tsx'
import { PadSide } from './PadSide.tsx'
import { TenderKeys, useTenders } from './TenderKeys.tsx'
import { TenderRows } from './TenderRows.tsx'
import { leavePay, usePay, type Pay } from './usepay.ts'

/** Paying: the bill, the tenders, the pad. Whatever cannot be done yet says why beside it. */
export function PaySheet({ at }: { at: At }) {
  const say = useSay()
  const me = useMe()
  const pay = usePay(at)
  const tenders = useTenders(pay)
  const byKey = Object.fromEntries(
    tenders.map(({ kind, code, why }) => [
      code,
      () => {
        if (why === null) pay.choose(kind)
      },
    ]),
  )
  useKeys({
    ...(pay.held ? {} : padKeys(pay.type)),
    ...byKey,
    Escape: leavePay,
    Enter: onEnter(pay.enter),
    F12: pay.enter,
    scan: pay.unscan,
  })
  return (
    <Dialog label={say('pay')} onEscape={leavePay} className="paysheet">
      <header className="t-top">
        <button type="button" className="back" aria-disabled={pay.held} onClick={leavePay}>
          <Icon name="left" />
          {say('back_to_basket')} <kbd>Esc</kbd>
        </button>
        <div className="right">
          <span className="cut">
            {me.chain.name} · {at.store.name} · {tillName(say, at.till)}
          </span>
          <span className="cut">{me.staff.name}</span>
          <Clock />
        </div>
      </header>
      <BillSide pay={pay} />
      <Middle pay={pay} />
      <PadSide pay={pay} />
    </Dialog>
  )
}

function Middle({ pay }: { pay: Pay }) {
  const say = useSay()
  const { bill, act } = pay
  const taken_fen = bill.stored_fen + bill.other_fen + Math.min(bill.tendered_fen, bill.cash_due_fen)
  return (
    <section className="mid" aria-label={say('tenders')}>
      <div className="figs">
        <span>
          <span className="k">{say('payable')}</span>
          <span className="v n">
            <Money fen={bill.payable_fen} bare />
          </span>
        </span>
        <span>
          <span className="k">{say('entered')}</span>
          <span className="v n">
            <Money fen={taken_fen} bare />
          </span>
        </span>
        <span className="left">
          <span className="k">{say('left')}</span>
          <span className="v">
            <Money fen={bill.left_fen} />
          </span>
        </span>
      </div>
      <div className="tl">
        {act.state === 'refused' && <Failed title={say('not_settled')} error={act.error} />}
        <Doubt act={acts.settle} what={say('this_sale')} />
        <TenderRows pay={pay} />
      </div>
      <TenderKeys pay={pay} />
    </section>
  )
}
