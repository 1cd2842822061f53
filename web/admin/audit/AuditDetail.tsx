import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AuditRow, AuditVerb } from '#contract/audit.ts'
import { useWhen } from '../when.ts'
import { useAuditTexts } from './texts-of-verbs.ts'
import { useSay } from '../texts/audit.ts'
import { useRecordWords } from './words.ts'

/** One act whole: what it was before and after side by side, and everything else that was noted. */
export function AuditDetail({ row }: { row: AuditRow }) {
  const say = useSay()
  const when = useWhen()
  const words = useRecordWords()
  const { verbs } = useAuditTexts()
  const { before, after, changed, unset, ...rest } = row.detail
  const facts: [string, ReactNode][] = [
    [say('what'), verbs[row.verb as AuditVerb] ?? row.verb],
    [say('who'), row.who ?? say('machine')],
    [say('when'), when.stamp(row.at)],
    [say('where'), [row.store, row.device].filter(Boolean).join(' · ') || '—'],
    [say('about'), <About key="about" row={row} text={words.aboutOf(row)} />],
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
      {before !== undefined && <Pairs name={say('before')} pairs={words.sideOf(row, before)} />}
      {after !== undefined && <Pairs name={say('after')} pairs={words.sideOf(row, after)} />}
      {unset === true && <Pairs name={say('after')} pairs={[{ name: '', text: say('unset') }]} />}
      {Object.keys(rest).length > 0 && <Pairs name={say('detail')} pairs={words.pairsOf(rest)} />}
    </div>
  )
}

/** The page of what an act was about, by the first word of the act. */
const pageOf: Readonly<Record<string, (ref: string) => LinkProps>> = {
  sale: (order) => ({ to: '/orders/$order', params: { order } }),
  member: (member_id) => ({ to: '/members/$member_id', params: { member_id } }),
  value: (member_id) => ({ to: '/members/$member_id', params: { member_id } }),
  goods: (sku_id) => ({ to: '/goods/$sku_id', params: { sku_id } }),
  staff: (staff_id) => ({ to: '/staff/$staff_id', params: { staff_id } }),
  pin: (staff_id) => ({ to: '/staff/$staff_id', params: { staff_id } }),
  store: (store_id) => ({ to: '/stores/$store_id', params: { store_id } }),
  setting: () => ({ to: '/settings' }),
  role: (role) => ({ to: '/roles', search: { role } }),
}

function About({ row: { verb, ref }, text }: { row: AuditRow; text: string }) {
  const page = ref === null ? undefined : pageOf[verb.split('.')[0]!]
  return page === undefined || ref === null ? <span title={ref ?? undefined}>{text}</span>
    : <Link className="link" title={ref} {...page(ref)}>{text}</Link>
}

function Pairs({ name, pairs }: { name: string; pairs: readonly { name: string; text: string }[] }) {
  return (
    <section>
      <h3 className="h2">{name}</h3>
      <dl className="audit-value">
        {pairs.map((pair, at) => (
          <div key={`${pair.name} ${at}`} className="pair">
            <dt>{pair.name}</dt>
            <dd>{pair.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
