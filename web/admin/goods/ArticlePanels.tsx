import type { Reply } from '#contract/endpoint.ts'
import type { readGoods } from '#contract/goods.ts'
import { Money } from '../../ui/Money.tsx'
import { may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { OnHand } from './columns.tsx'

export type Article = Reply<typeof readGoods>['sku']
type Stock = Reply<typeof readGoods>['stock']

export function Prices({ sku }: { sku: Article }) {
  const say = useSay()
  const me = useMe()
  const gross =
    sku.cost_fen === null || sku.list_price_fen === 0 ? null : 1 - sku.cost_fen / sku.list_price_fen
  return (
    <section className="panel n" aria-label={say('article_prices')}>
      <div className="ph">
        <h2 className="h2">{say('article_prices')}</h2>
      </div>
      <div className="price-big">
        <span>
          <Money fen={sku.list_price_fen} />
          <small> / {sku.unit}</small>
        </span>
        <span className="sub">{say('goods_list_price')}</span>
      </div>
      <dl className="pairs">
        <dt>{say('goods_member_price')}</dt>
        <dd>
          {sku.member_price_fen === null ? (
            <span className="mut">—</span>
          ) : (
            <b className="gain">
              <Money fen={sku.member_price_fen} bare />
            </b>
          )}
        </dd>
        {may(me, 'goods.edit') && (
          <>
            <dt>{say('goods_cost')}</dt>
            <dd>
              {sku.cost_fen === null ? (
                <span className="mut">{say('article_cost_unknown')}</span>
              ) : (
                <Money fen={sku.cost_fen} bare />
              )}
            </dd>
            {gross !== null && (
              <>
                <dt>{say('article_gross')}</dt>
                <dd className={gross < 0 ? 'neg' : ''}>{`${(gross * 100).toFixed(1).replace('-', '−')}%`}</dd>
              </>
            )}
          </>
        )}
      </dl>
    </section>
  )
}

/** Stock in every store of this person's reach, and together. */
export function StockByStore({ sku, stock }: { sku: Article; stock: Stock }) {
  const say = useSay()
  const unit = { sold_by: sku.sold_by, unit: sku.unit }
  return (
    <section className="panel n" aria-label={say('article_stock')}>
      <div className="ph">
        <h2 className="h2">{say('article_stock')}</h2>
        {stock.length === 0 && <span className="hint">{say('article_stock_none')}</span>}
      </div>
      {stock.length > 0 && (
        <table className="tbl rows">
          <thead>
            <tr>
              <th scope="col">{say('store')}</th>
              <th scope="col" className="num">
                {say('goods_on_hand')}
              </th>
            </tr>
          </thead>
          <tbody>
            {stock.map((row) => (
              <tr key={row.store_id}>
                <td>
                  <span className="cut">{row.store}</span>
                </td>
                <td className="num">
                  <OnHand on_hand_m={row.on_hand_m} {...unit} />
                </td>
              </tr>
            ))}
          </tbody>
          {stock.length > 1 && (
            <tfoot>
              <tr>
                <td>
                  <b>{say('article_total')}</b>
                </td>
                <td className="num">
                  <b>
                    <OnHand on_hand_m={total(stock)} {...unit} />
                  </b>
                </td>
              </tr>
            </tfoot>
          )}
        </table>
      )}
    </section>
  )
}

const total = (stock: Stock) =>
  stock.reduce((sum, row) => sum + row.on_hand_m, 0) as Stock[number]['on_hand_m']
