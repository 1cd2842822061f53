import { Link } from '@tanstack/react-router'
import type { StaffRow } from '#contract/org.ts'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { wide, wordColumn } from '../list/columns.tsx'
import type { Column } from '../list/List.tsx'
import { useWhen } from '../when.ts'
import { useSay } from '../texts/staff.ts'

export function useStaffColumns(): Column<StaffRow>[] {
  const say = useSay()
  const texts = usePeopleTexts()
  const when = useWhen()
  const where = usePlaces()
  return [
    {
      key: 'name', head: say('name'), text: (row) => row.name,
      cell: (row) => (
        <>
          <Link className="row-to cut" to="/staff/$staff_id" params={{ staff_id: row.id }} title={row.name}>
            {row.name}
          </Link>
          <small className="on-phone">{where(row)}</small>
        </>
      ),
    },
    {
      key: 'role', head: say('role'), text: (row) => roleName(texts, row.role),
      cell: (row) => <span className="tag">{roleName(texts, row.role)}</span>,
    },
    wordColumn(wide('where', say('places')), where, 'sub'),
    wordColumn(wide('phone', say('phone')), (row) => row.phone_masked, 'n'),
    wordColumn(
      wide('since', say('since')),
      (row) => (row.left_at === null ? when.day(row.made_at)
        : say('left_on', { day: when.day(row.left_at) })),
      'sub',
    ),
  ]
}

/** Where somebody works, in one line. */
export function usePlaces(): (row: StaffRow) => string {
  const say = useSay()
  return (row) =>
    row.role.scope === 'chain' ? say('whole_chain')
      : [...row.regions, ...row.stores].map(({ name }) => name).join(' · ')
}
