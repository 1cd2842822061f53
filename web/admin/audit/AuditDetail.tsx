import type { AuditRow, AuditVerb } from '#contract/audit.ts'
import { useWhen } from '../when.ts'
import { useAuditTexts } from './texts-of-verbs.ts'
import { useSay } from '../texts/audit.ts'

/** One act whole: what it was before and after side by side, and everything else that was noted. */
export function AuditDetail({ row }: { row: AuditRow }) {
  const say = useSay()
  const when = useWhen()
  const { verbs } = useAuditTexts()
  const { before, after, changed, ...rest } = row.detail
  const facts: [string, string][] = [
    [say('what'), verbs[row.verb as AuditVerb] ?? row.verb],
    [say('who'), row.who ?? say('machine')],
    [say('when'), when.stamp(row.at)],
    [say('where'), [row.store, row.device].filter(Boolean).join(' · ') || '—'],
    [say('about'), row.ref ?? '—'],
  ]
  return (
    <div className="audit-detail n">
      <dl className="pairs">
        {facts.map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {Array.isArray(changed) && <p>{say('changed_fields', { list: changed.join(' · ') })}</p>}
      {before !== undefined && <Value name={say('before')} value={before} />}
      {after !== undefined && <Value name={say('after')} value={after} />}
      {Object.keys(rest).length > 0 && <Value name={say('detail')} value={rest} />}
    </div>
  )
}

function Value({ name, value }: { name: string; value: unknown }) {
  const lines = typeof value === 'object' && value !== null ? Object.entries(value) : [['', value]]
  return (
    <section>
      <h3 className="h2">{name}</h3>
      <dl className="audit-value">
        {lines.map(([key, one]) => (
          <div key={String(key)} className="pair">
            <dt>{String(key)}</dt>
            <dd>{typeof one === 'string' ? one : JSON.stringify(one)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
