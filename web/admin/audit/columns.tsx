import type { AuditRow, AuditVerb } from '#contract/audit.ts'
import { Icon } from '../../ui/Icon.tsx'
import { roomy, wide, wordColumn } from '../list/columns.tsx'
import type { Column } from '../list/List.tsx'
import { useWhen } from '../when.ts'
import { useAuditTexts } from './texts-of-verbs.ts'
import { useSay } from '../texts/audit.ts'

export function useAuditColumns(onOpen: (row: AuditRow) => void): Column<AuditRow>[] {
  const say = useSay()
  const when = useWhen()
  const { verbs } = useAuditTexts()
  const verbOf = (row: AuditRow) => verbs[row.verb as AuditVerb] ?? row.verb
  const whoOf = (row: AuditRow) => row.who ?? say('machine')
  return [
    {
      ...wide('at', say('when')), text: (row) => when.stamp(row.at),
      cell: (row) => <span className="n" title={row.at}>{when.moment(row.at)}</span>,
    },
    wordColumn(wide('who', say('who')), whoOf),
    {
      key: 'what', head: say('what'), text: verbOf,
      cell: (row) => (
        <>
          <button type="button" className="row-to cut" onClick={() => onOpen(row)}>{verbOf(row)}</button>
          <small className="on-phone n">{whoOf(row)} · {when.moment(row.at)}</small>
        </>
      ),
    },
    wordColumn({ key: 'where', head: say('where') }, (row) => row.store ?? '', 'sub'),
    wordColumn(roomy('device', say('device')), (row) => row.device ?? '', 'sub'),
    {
      ...wide('seal', say('sealed')), text: (row) => say(row.sealed ? 'sealed' : 'not_sealed'),
      cell: (row) => (
        <span title={say(row.sealed ? 'sealed' : 'not_sealed')} className={row.sealed ? 'up' : 'mut'}>
          <Icon name={row.sealed ? 'lock' : 'clock'} size="s" />
          <span className="sr">{say(row.sealed ? 'sealed' : 'not_sealed')}</span>
        </span>
      ),
    },
  ]
}
