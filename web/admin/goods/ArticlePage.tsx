import { getRouteApi } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { deleteGoods, readGoods } from '#contract/goods.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { useDeed } from '../frame/Deeds.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { Prices, StockByStore, type Article } from './ArticlePanels.tsx'
import { ArticlePicture } from './ArticlePicture.tsx'
import { Barcodes } from './Barcodes.tsx'
import { Moves } from './Moves.tsx'
import { Reprice } from './Reprice.tsx'
import { useState } from 'react'
import './goods.css'

const route = getRouteApi('/goods/$sku_id')

/** One article: what it costs, how it is scanned, where it lies, what moved. */
export function ArticlePage() {
  const say = useSay()
  const me = useMe()
  const { sku_id } = route.useParams()
  const { form } = route.useSearch()
  const navigate = route.useNavigate()
  const asked = useReply(readGoods, { sku_id })
  const up = { to: '/goods', text: say('goods_title') } as const
  if (!asked.data) return <PageWait title={say('goods_title')} up={up} asked={asked} />
  const { sku, stock, moves } = asked.data
  const sees = has(me, 'stock') && may(me, 'stock.read')
  const show = (next: 'price' | undefined) =>
    void navigate({ search: { form: next }, replace: next === undefined })
  return (
    <>
      <PageHead
        title={sku.name}
        up={up}
        sub={sku.deleted ? <span className="tag">{say('goods_deleted')}</span> : undefined}>
        <Actions sku={sku} onReprice={() => show('price')} />
      </PageHead>
      <ArticleFacts sku={sku} />
      <Stale asked={asked} />
      <div className="article-cols">
        <div>
          <ArticlePicture sku={sku} />
          <Prices sku={sku} />
          {sees && <StockByStore sku={sku} stock={stock} />}
          <Barcodes sku={sku} />
        </div>
        {sees && <Moves sku={sku} moves={moves} />}
      </div>
      <FormDrawer
        open={form === 'price' && may(me, 'goods.edit') && !sku.deleted}
        title={`${say('article_reprice')} · ${sku.name}`}
        onClose={() => show(undefined)}>
        <Reprice article={sku} onDone={() => show(undefined)} />
      </FormDrawer>
    </>
  )
}

function ArticleFacts({ sku }: { sku: Article }) {
  const say = useSay()
  const when = useWhen()
  return (
    <div className="facts article-facts n">
      <span>{sku.category}</span>
      <span>{say('goods_code', { code: sku.code })}</span>
      <span>{say(`sold_by_${sku.sold_by}`)}</span>
      <span>{say('article_created', { date: when.day(sku.created_at) })}</span>
    </div>
  )
}

/** Taking off sale has no way back, so it waits 8 seconds in which it can be undone. */
function Actions({ sku, onReprice }: { sku: Article; onReprice: () => void }) {
  const say = useSay()
  const me = useMe()
  const announce = useDeed()
  const queries = useQueryClient()
  const [waiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const why = !may(me, 'goods.edit') ? say('article_no_edit') : sku.deleted ? say('article_is_deleted') : null
  async function takeOff() {
    try {
      await call(deleteGoods, { sku_id: sku.id })
    } catch (failure) {
      setError(failure)
    }
    setWaiting(false)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  function wait() {
    if (why !== null || waiting) return
    setWaiting(true)
    setError(null)
    announce({
      text: say('article_deleting', { name: sku.name }),
      act: () => void takeOff(),
      drop: () => setWaiting(false),
    })
  }
  return (
    <>
      {error !== null && <Failed error={error} title={say('article_delete')} />}
      {why !== null && (
        <span className="why" id="why-not">
          {why}
        </span>
      )}
      <button
        type="button"
        className="btn"
        aria-disabled={why !== null || waiting}
        aria-describedby={why === null ? undefined : 'why-not'}
        onClick={wait}>
        {say('article_delete')}
      </button>
      <button
        type="button"
        className="btn pri"
        aria-disabled={why !== null}
        aria-describedby={why === null ? undefined : 'why-not'}
        onClick={() => {
          if (why === null) onReprice()
        }}>
        {say('article_reprice')}
      </button>
    </>
  )
}
