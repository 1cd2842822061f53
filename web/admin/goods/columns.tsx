import { Link } from '@tanstack/react-router'
import type { GoodsRow } from '#contract/goods.ts'
import { yuan } from '#contract/text.ts'
import { formatQty } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { moneyColumn, plainYuan, roomy, wide, wordColumn } from '../list/columns.tsx'
import type { Column } from '../list/List.tsx'
import { useSay } from '../texts.ts'

/** Stock stands with its unit; below zero it is marked, for the shop sold what stood on the counter. */
export function OnHand({ on_hand_m, sold_by, unit }: Pick<GoodsRow, 'on_hand_m' | 'sold_by' | 'unit'>) {
  const say = useSay()
  if (on_hand_m === null) return <span className="mut">—</span>
  const below = on_hand_m < 0
  return (
    <span className={below ? 'neg' : ''} title={below ? say('goods_below_zero') : undefined}>
      {formatQty(on_hand_m, sold_by)} <span className="mut">{unit}</span>
    </span>
  )
}

export function useGoodsColumns(store: string | undefined): Column<GoodsRow>[] {
  const say = useSay()
  const me = useMe()
  const stock = store === undefined ? say('goods_on_hand') : `${say('goods_on_hand')} · ${store}`
  const columns: (Column<GoodsRow> | false)[] = [
    { key: 'name', head: say('goods_name'), text: (row) => row.name, cell: (row) => <GoodsName row={row} /> },
    wordColumn(wide('category', say('goods_category')), (row) => row.category),
    wordColumn(wide('barcode', say('goods_barcode')), (row) => row.barcode ?? row.code),
    wordColumn(roomy('sold_by', say('form_sold_by')), (row) => say(`sold_by_${row.sold_by}`), 'sub'),
    {
      key: 'list', head: say('goods_list_price'), num: true, text: (row) => plainYuan(row.list_price_fen),
      cell: (row) => <ListPrice row={row} />,
    },
    moneyColumn(wide('member', say('goods_member_price')), (row) => row.member_price_fen, 'gain'),
    may(me, 'goods.edit')
      && moneyColumn(roomy('cost', say('goods_cost')), (row) => row.cost_fen, 'sub'),
    has(me, 'stock') && {
      key: 'stock', head: stock, num: true, text: (row) => row.on_hand_m === null ? ''
        : String(row.on_hand_m / 1000),
      cell: (row) => <OnHand {...row} />,
    },
  ]
  return columns.filter((column) => column !== false)
}

function GoodsName({ row }: { row: GoodsRow }) {
  const say = useSay()
  return (
    <>
      <span className="goods-name">
        <Link className="row-to cut" to="/goods/$sku_id" params={{ sku_id: row.id }} title={row.name}>
          {row.name}
        </Link>
        {row.deleted && <span className="tag">{say('goods_deleted')}</span>}
      </span>
      <small className="on-phone">{row.category} · {row.barcode ?? row.code}</small>
    </>
  )
}

function ListPrice({ row }: { row: GoodsRow }) {
  return (
    <>
      <b><Money fen={row.list_price_fen} bare /></b>
      {row.member_price_fen !== null && <small className="on-phone gain">{yuan(row.member_price_fen)}</small>}
    </>
  )
}
