import { Link } from '@tanstack/react-router'
import type { StoreRow } from '#contract/org.ts'
import { formatCount } from '../../ui/format.ts'
import { roomy, wide, wordColumn } from '../list/columns.tsx'
import type { Column } from '../list/List.tsx'
import { useWhen } from '../when.ts'
import { useSay } from '../texts/stores.ts'

export function useStoreColumns(): Column<StoreRow>[] {
  const say = useSay()
  const when = useWhen()
  return [
    { key: 'name', head: say('name'), text: (row) => row.name, cell: (row) => <StoreName row={row} /> },
    wordColumn(wide('code', say('code')), (row) => row.code, 'n'),
    wordColumn(wide('region', say('region')), (row) => row.region ?? say('no_region'), 'sub'),
    {
      key: 'ownership', head: say('ownership'), text: (row) => say(row.ownership),
      cell: (row) => <span className={row.ownership === 'franchise' ? 'tag gain'
        : 'tag'}>{say(row.ownership)}</span>,
    },
    wordColumn(roomy('legal', say('legal_entity')), (row) => row.legal_entity, 'sub'),
    {
      ...wide('tills', say('tills')), num: true, text: (row) => String(row.tills.length),
      cell: (row) => formatCount(row.tills.length),
    },
    {
      ...wide('staff', say('staff')), num: true, text: (row) => String(row.staff), cell: (row) =>
        formatCount(row.staff),
    },
    wordColumn(roomy('opened', say('opened')), (row) => when.day(row.opened_at), 'sub'),
  ]
}

function StoreName({ row }: { row: StoreRow }) {
  const say = useSay()
  return (
    <>
      <span className="store-name">
        <Link className="row-to cut" to="/stores/$store_id" params={{ store_id: row.id }} title={row.name}>
          {row.name}
        </Link>
        {row.closed_at !== null && <span className="tag">{say('closed')}</span>}
      </span>
      <small className="on-phone">
        {row.code} · {row.region ?? say('no_region')}
      </small>
    </>
  )
}
