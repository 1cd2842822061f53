import { useMemo, useState } from 'react'
import type { Sku } from '#contract/goods.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { catalog, loadCatalog } from '../catalog.ts'
import { counter } from '../counter.ts'
import { useSay } from '../texts.ts'
import { Categories } from './Categories.tsx'
import { frequentSkus } from './frequent.ts'
import { Tile } from './Tile.tsx'

/** More than this nobody scrolls through: the input finds the rest. */
const tiles_shown = 150

/** The goods as keys, by category; what sells most here comes first. */
export function Shelf() {
  const say = useSay()
  const { goods, loading, error, store_id } = catalog.use((state) => state)
  const lines = counter.use((basket) => basket.lines)
  const [category, setCategory] = useState<string | null>(null)
  const shown = useMemo(
    () => (category === null ? frequentSkus(goods) : goods.skus.filter((sku) => sku.category === category)),
    [goods, category],
  )
  const inCart = useMemo(() => countLines(lines), [lines])
  const retry = () => {
    if (store_id) void loadCatalog(store_id)
  }
  return (
    <>
      <h2 className="sr" id="goods-title">
        {say('goods')}
      </h2>
      <Categories names={goods.categories} now={category} onChoose={setCategory} />
      {error !== null && goods.skus.length === 0 && (
        <Failed title={say('catalog_failed')} error={error} onRetry={retry} />
      )}
      {loading && goods.skus.length === 0 && <Skeleton rows={8} columns={3} />}
      {!loading && error === null && goods.skus.length === 0 && (
        <Empty title={say('no_goods')} why={say('no_goods_why')} />
      )}
      <div className="grid" id="shelf" role="group" aria-label={category ?? say('frequent')} tabIndex={-1}>
        {shown.slice(0, tiles_shown).map((sku) => (
          <Tile key={sku.id} sku={sku} count={inCart.get(sku.id) ?? 0} />
        ))}
        {shown.length > tiles_shown && (
          <p className="more n">{say('more_goods', { count: shown.length - tiles_shown })}</p>
        )}
      </div>
    </>
  )
}

/** What is in the basket of each article: pieces, or weighings. */
function countLines(lines: readonly { sku: Sku; qty_m: number }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { sku, qty_m } of lines) {
    counts.set(sku.id, (counts.get(sku.id) ?? 0) + (sku.sold_by === 'piece' ? qty_m / 1000 : 1))
  }
  return counts
}
