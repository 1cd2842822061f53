import type { Priced } from '#pricing/basket.ts'
import { Money } from '../../ui/Money.tsx'
import { isApproved, pricesToApprove } from '../approving.ts'
import { counter } from '../counter.ts'
import { doors, whyNotPay } from '../doors.ts'
import { memberWouldSave } from '../engine.ts'
import { net } from '../net.ts'
import { useQuote } from '../quote.ts'
import { useSay } from '../texts.ts'

/** What it comes to, what was saved, and the one thing to do next. */
export function Totals({ priced }: { priced: Priced }) {
  const say = useSay()
  const basket = counter.use((state) => state)
  const reached = net.use((state) => state.reached)
  const why = whyNotPay(reached, basket.lines.length)
  const { quote, fresh } = useQuote()
  const unapproved = fresh && !isApproved(basket, pricesToApprove(basket, quote))
  const would_fen = memberWouldSave(basket)
  const discounted = priced.lines.filter(({ list_fen, amount_fen }) => list_fen > amount_fen).length
  return (
    <div className="sum">
      <div className="parts">
        <dl>
          <dt>{say('list_total')}</dt>
          <dd className="n">
            <Money fen={priced.list_fen} bare />
          </dd>
          {priced.saved_fen !== 0 && (
            <>
              <dt>{say('goods_saved', { count: discounted })}</dt>
              <dd className="n gain">
                <Money fen={-priced.saved_fen} bare />
              </dd>
            </>
          )}
        </dl>
        {would_fen > 0 && (
          <p className="would n">
            {say('member_would_save')} <Money fen={would_fen} />
          </p>
        )}
        {basket.lines.length > 0 && (
          <button type="button" className="key" onClick={() => counter.send({ do: 'clear' })}>
            {say('clear')}
          </button>
        )}
      </div>
      <div>
        <div className="due">
          <span className="l">{say('due')}</span>
          <Money fen={priced.subtotal_fen} className={lengthOf(priced.subtotal_fen)} />
        </div>
        <div className="saved">
          {why && (
            <span className="why" id="pay-why">
              {say(why)}
            </span>
          )}
          {!why && unapproved && <span className="why">{say('why_approval')}</span>}
          {!why && !unapproved && priced.saved_fen > 0 && (
            <span className="n">
              {say('saved')} <Money fen={priced.saved_fen} />
            </span>
          )}
        </div>
        <button
          type="button"
          className="pay"
          aria-disabled={why !== null}
          onClick={doors.pay}
          aria-describedby={why ? 'pay-why' : undefined}
        >
          {say(unapproved ? 'ask_approval' : 'pay')} <kbd>F12</kbd>
        </button>
      </div>
    </div>
  )
}

/** From ten thousand yuan on the figure is set smaller, so that it stays in its place. */
const lengthOf = (fen: number) => (fen >= 100_000_000 ? 'longer' : fen >= 1_000_000 ? 'long' : '')
