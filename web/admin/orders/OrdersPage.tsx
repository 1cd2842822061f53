import { getRouteApi } from '@tanstack/react-router'
import { readMember } from '#contract/members.ts'
import { listSales, saleState } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { ChoiceFilter, DayFilter, FilterBar, SearchField, StoreFilter } from '../list/filters.tsx'
import { List } from '../list/List.tsx'
import { useReply, useRows } from '../query.ts'
import { useSay } from '../texts.ts'
import { useOrderColumns } from './columns.tsx'

const route = getRouteApi('/orders')

export function OrdersPage() {
  const say = useSay()
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  const list = useRows(listSales, {
    ...filters,
    state: saleState.find((state) => state === filters.state),
    limit: 50,
  })
  const columns = useOrderColumns()
  const change = (next: Partial<typeof filters>) =>
    void navigate({ search: { ...filters, ...next }, replace: true })
  const clear = () => void navigate({ search: {} })
  const free = Object.values(filters).every((value) => value === undefined)
  const empty = free
    ? {
        title: say('orders_empty'),
        why: say('orders_empty_hint'),
        step: (
          <a className="btn" href="/till/">
            {say('to_till')}
          </a>
        ),
      }
    : {
        title: say('orders_none'),
        why: say('orders_none_hint'),
        step: (
          <button type="button" className="btn" onClick={clear}>
            {say('clear_filters')}
          </button>
        ),
      }
  const sum = (key: 'payable_fen' | 'returned_fen') =>
    yuan(list.rows.reduce((total, row) => total + row[key], 0))
  const shown = say('orders_shown', {
    count: formatCount(list.rows.length),
    payable: sum('payable_fen'),
    returned: sum('returned_fen'),
  })
  const states = saleState.map((value) => ({ value, label: say(`state_${value}`) }))
  return (
    <>
      <PageHead title={say('orders_title')} />
      <FilterBar>
        <SearchField
          value={filters.search}
          hint={say('orders_search')}
          onChange={(search) => change({ search })}
        />
        <StoreFilter value={filters.store_id} onChange={(store_id) => change({ store_id })} />
        <ChoiceFilter
          label={say('orders_state')}
          all={say('orders_any_state')}
          value={filters.state}
          choices={states}
          onChange={(state) => change({ state })}
        />
        {filters.member_id !== undefined && (
          <OneMember member_id={filters.member_id} onDrop={() => change({ member_id: undefined })} />
        )}
        <DayFilter from={filters.from} to={filters.to} onChange={({ from, to }) => change({ from, to })} />
      </FilterBar>
      <List
        name={say('orders_title')}
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty={empty}
        id="orders"
        exports={{ what: 'sales', filters }}
        foot={<span className="mut">{shown}</span>}
      />
    </>
  )
}

/** The member the list is held to, by name where this person may see members. */
function OneMember({ member_id, onDrop }: { member_id: string; onDrop: () => void }) {
  const say = useSay()
  const me = useMe()
  const { data } = useReply(
    readMember,
    { member_id },
    { enabled: may(me, 'members.read') && has(me, 'members') },
  )
  const name = data ? say('orders_of_member', { name: data.member.name }) : say('orders_of_member_plain')
  return (
    <button
      type="button"
      className="btn one-member"
      aria-label={`${name} · ${say('orders_drop_member')}`}
      onClick={onDrop}>
      <span className="cut">{name}</span>
      <Icon name="x" size="s" />
    </button>
  )
}
