import { Link } from '@tanstack/react-router'
import type { GoodsRow } from '#contract/goods.ts'
import { yuan } from '#contract/text.ts'
import { formatQty } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import type { Column } from '../list/List.tsx'
import { useSay } from '../texts.ts'

const plainYuan = (amount_fen: number | null) => amount_fen === null ? '' : (amount_fen / 100).toFixed(2)

/** Stock stands with its unit; below zero it is marked, for the shop sold what stood on the counter. */
export function OnHand({ on_hand_m, sold_by, unit }: Pick<GoodsRow, 'on_hand_m' | 'sold_by' | 'unit'>) {
  const say = useSay()
  return (
    <span className={on_hand_m < 0 ? 'neg' : ''} title={on_hand_m < 0 ? say('goods_below_zero') : undefined}>
      {formatQty(on_hand_m, sold_by)} <span className="mut">{unit}</span>
    </span>
  )
}

export function useGoodsColumns(store: string | undefined): Column<GoodsRow>[] {
  const say = useSay()
  const me = useMe()
  const stock = store === undefined ? say('goods_on_hand') : `${say('goods_on_hand')} · ${store}`
  const columns: (Column<GoodsRow> | false)[] = [
    { key: 'name', head: say('goods_name'), text: (row) => row.name, cell: (row) => (
      <><span className="goods-name"><Link className="row-to cut" to="/goods/$sku_id" params={{ sku_id: row.id }} title={row.name}>{row.name}</Link>
        {row.deleted && <span className="tag">{say('goods_deleted')}</span>}</span>
        <small className="on-phone">{row.category} · {row.barcode ?? row.code}</small></>) },
    { key: 'category', head: say('goods_category'), wide: true, text: (row) => row.category,
      cell: (row) => <span className="cut">{row.category}</span> },
    { key: 'barcode', head: say('goods_barcode'), wide: true, text: (row) => row.barcode ?? row.code,
      cell: (row) => row.barcode ?? <span className="mut">{row.code}</span> },
    { key: 'sold_by', head: say('form_sold_by'), wide: true, text: (row) => say(`sold_by_${row.sold_by}`),
      cell: (row) => <span className="sub">{say(`sold_by_${row.sold_by}`)}</span> },
    { key: 'list', head: say('goods_list_price'), num: true, text: (row) => plainYuan(row.list_price_fen), cell: (row) => (
      <><b><Money fen={row.list_price_fen} bare /></b>
        {row.member_price_fen !== null && <small className="on-phone gain">{yuan(row.member_price_fen)}</small>}</>) },
    { key: 'member', head: say('goods_member_price'), num: true, wide: true, text: (row) => plainYuan(row.member_price_fen),
      cell: (row) => row.member_price_fen === null ? <span className="mut">—</span> : <Money fen={row.member_price_fen} bare className="gain" /> },
    may(me, 'goods.edit') && { key: 'cost', head: say('goods_cost'), num: true, wide: true, text: (row) => plainYuan(row.cost_fen),
      cell: (row) => row.cost_fen === null ? <span className="mut">—</span> : <Money fen={row.cost_fen} bare className="sub" /> },
    has(me, 'stock') && { key: 'stock', head: stock, num: true, text: (row) => String(row.on_hand_m / 1000), cell: (row) => <OnHand {...row} /> },
  ]
  return columns.filter((column) => column !== false)
}
