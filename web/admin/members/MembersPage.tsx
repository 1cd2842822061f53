import { useState } from 'react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { listMembers } from '#contract/members.ts'
import { yuan } from '#contract/text.ts'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { has, useMe } from '../../ui/session.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { FilterBar, SearchField } from '../list/filters.tsx'
import { moneyColumn, plainYuan, wide, wordColumn } from '../list/columns.tsx'
import { List, type Column } from '../list/List.tsx'
import { useRows, type RowOf } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

type Row = RowOf<typeof listMembers>
const route = getRouteApi('/members')

/** Seven digits and more are a phone, or the most of one: not for an address, which others may read. */
const isPhone = (typed: string | undefined): boolean =>
  /^\+?\d{7,}$/.test((typed ?? '').replace(/[\s-]/g, ''))

export function MembersPage() {
  const say = useSay()
  const address = route.useSearch()
  const navigate = route.useNavigate()
  const [phone, setPhone] = useState<string | undefined>()
  const search = phone ?? address.search
  const look = (typed: string | undefined) => {
    setPhone(isPhone(typed) ? typed : undefined)
    void navigate({ search: { search: isPhone(typed) ? undefined : typed }, replace: true })
  }
  const list = useRows(listMembers, { search, limit: 50 })
  const columns = useColumns()
  const total = list.first?.total
  const clear = () => look(undefined)
  const empty =
    search === undefined
      ? {
          title: say('members_empty'),
          why: say('members_empty_hint'),
          step: (
            <a className="btn" href="/till/">
              {say('to_till')}
            </a>
          ),
        }
      : {
          title: say('members_none'),
          why: say('members_none_hint'),
          step: (
            <button type="button" className="btn" onClick={clear}>
              {say('clear_search', { search })}
            </button>
          ),
        }
  return (
    <>
      <PageHead
        title={say('members_title')}
        sub={total === undefined ? undefined : say('members_count', { count: formatCount(total) })}
      />
      <FilterBar>
        <SearchField
          value={search}
          hint={say('members_search')}
          onChange={look}
        />
      </FilterBar>
      <List
        name={say('members_title')}
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty={empty}
        id="members"
        exports={{ what: 'members', filters: { search } }}
        total={total}
      />
    </>
  )
}

function useColumns(): Column<Row>[] {
  const say = useSay()
  const when = useWhen()
  const me = useMe()
  const value = has(me, 'stored_value')
  const columns: (Column<Row> | false)[] = [
    {
      key: 'name', head: say('member_name'), text: (row) => row.name,
      cell: (row) => <MemberName row={row} />,
    },
    wordColumn(wide('phone', say('member_phone')), (row) => row.phone_masked),
    wordColumn(wide('store', say('member_store')), (row) => row.store),
    {
      key: 'joined', head: say('member_joined'), roomy: true, text: (row) => row.joined_on,
      cell: (row) => when.date(row.joined_on),
    },
    {
      key: 'last', head: say('member_last'), wide: true, cell: (row) => <LastVisit row={row} />,
      text: (row) => row.last_visit_at === null ? '' : when.stamp(row.last_visit_at),
    },
    value && {
      key: 'principal', head: say('principal'), num: true, cell: (row) => <Principal row={row} />,
      text: (row) => plainYuan(row.holdings.principal_fen),
    },
    value && moneyColumn(wide('bonus', say('bonus')), (row) => row.holdings.bonus_fen, 'sub'),
    has(me, 'points') && {
      key: 'points', head: say('points'), num: true, text: (row) => String(row.holdings.points),
      cell: ({ holdings: { points } }) => (
        <span className={points < 0 ? 'neg' : ''}>{formatCount(points)}</span>
      ),
    },
  ]
  return columns.filter((column) => column !== false)
}

function LastVisit({ row }: { row: Row }) {
  const say = useSay()
  const when = useWhen()
  if (row.last_visit_at === null) return <span className="mut">{say('member_never')}</span>
  return <>{when.day(row.last_visit_at)}</>
}

function MemberName({ row }: { row: Row }) {
  return (
    <>
      <Link className="row-to cut" to="/members/$member_id" params={{ member_id: row.id }} title={row.name}>
        {row.name}
      </Link>
      <small className="on-phone">{row.phone_masked} · <LastVisit row={row} /></small>
    </>
  )
}

function Principal({ row }: { row: Row }) {
  const say = useSay()
  return (
    <>
      <Money fen={row.holdings.principal_fen} bare />
      <small className="on-phone">{say('bonus')} {yuan(row.holdings.bonus_fen)}</small>
    </>
  )
}
