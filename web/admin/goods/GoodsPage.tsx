import { getRouteApi } from '@tanstack/react-router'
import { listGoods } from '#contract/goods.ts'
import { formatCount } from '../../ui/format.ts'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { ChoiceFilter, FilterBar, SearchField, StoreFilter } from '../list/filters.tsx'
import { List } from '../list/List.tsx'
import { useRows } from '../query.ts'
import { useSay } from '../texts.ts'
import { useGoodsColumns } from './columns.tsx'
import { NewArticle } from './NewArticle.tsx'
import './goods.css'

const route = getRouteApi('/goods')

export function GoodsPage() {
  const say = useSay()
  const me = useMe()
  const { form, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const edits = may(me, 'goods.edit')
  const deleted = filters.deleted === 'yes' ? ('yes' as const) : ('no' as const)
  const list = useRows(listGoods, { ...filters, deleted, limit: 50 })
  const columns = useGoodsColumns(me.stores.find(({ id }) => id === filters.store_id)?.name)
  const change = (next: Partial<typeof filters & { form: 'new' | undefined }>) =>
    void navigate({ search: { ...filters, ...next }, replace: next.form === undefined })
  const total = list.first?.total
  const categories = (list.first?.categories ?? []).map(({ name, goods }) => ({
    value: name,
    label: name,
    note: formatCount(goods),
  }))
  const openForm = (
    <button type="button" className="btn pri" onClick={() => change({ form: 'new' })}>
      {say('goods_new')}
    </button>
  )
  const free = Object.values(filters).every((value) => value === undefined)
  const empty = free
    ? { title: say('goods_empty'), why: say('goods_empty_hint') }
    : {
        title: say('goods_none'),
        why: say('goods_none_hint'),
        step: (
          <button type="button" className="btn" onClick={() => void navigate({ search: {} })}>
            {say('clear_filters')}
          </button>
        ),
      }
  const states = [
    { value: 'no', label: say('goods_on_sale') },
    { value: 'yes', label: say('goods_deleted') },
  ]
  return (
    <>
      <PageHead
        title={say('goods_title')}
        sub={total === undefined ? undefined : say('goods_count', { count: formatCount(total) })}>
        {edits ? openForm : <span className="why">{say('article_no_edit')}</span>}
      </PageHead>
      <FilterBar>
        <SearchField
          value={filters.search}
          hint={say('goods_search')}
          onChange={(search) => change({ search })}
        />
        <ChoiceFilter
          label={say('goods_category')}
          all={say('goods_all_categories')}
          value={filters.category}
          choices={categories}
          onChange={(category) => change({ category })}
        />
        <StoreFilter
          label={say('goods_stock_in')}
          value={filters.store_id}
          onChange={(store_id) => change({ store_id })}
        />
        <ChoiceFilter
          label={say('goods_state')}
          value={deleted}
          choices={states}
          onChange={(state) => change({ deleted: state === 'yes' ? 'yes' : undefined })}
        />
      </FilterBar>
      <List
        name={say('goods_title')}
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty={empty}
        id="goods"
        exports={{ what: 'goods', filters: { ...filters, deleted } }}
        total={total}
        faded={(row) => row.deleted}
      />
      <FormDrawer
        open={form === 'new' && edits}
        title={say('goods_new')}
        onClose={() => change({ form: undefined })}>
        <NewArticle
          categories={categories.map(({ value }) => value)}
          onDone={(sku_id) => void navigate({ to: '/goods/$sku_id', params: { sku_id } })}
        />
      </FormDrawer>
    </>
  )
}
