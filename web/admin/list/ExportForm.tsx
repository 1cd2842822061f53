import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { askExport, exportColumns, exportFormats, listExports, type ExportJob } from '#contract/exports.ts'
import { call } from '../../ui/call.ts'
import { formatCount } from '../../ui/format.ts'
import { useLang } from '../../ui/lang.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { client, queryKey, useReply } from '../query.ts'
import { ExportCard } from './ExportCard.tsx'
import type { Exportable } from './exportable.ts'
import { useListSay } from './texts.ts'

type Name = 'format' | 'columns' | 'reason'
type Props = { exports: Exportable; seen: readonly string[]; total: number | undefined }

/** Asks for an export, and then shows how far it is. */
export function ExportForm({ exports: { what, filters }, seen, total }: Props) {
  const say = useListSay()
  const language = useLang()
  const [asked, setAsked] = useState<ExportJob | null>(null)
  const every: readonly string[] = exportColumns[what]
  const shown = seen.filter((key) => every.includes(key))
  const form = useForm<Name>({
    start: { format: 'xlsx', columns: 'shown', reason: '' },
    needed: ['reason'],
    check: ({ reason }) => (signs(reason) < 2 ? { reason: say('export_why_needed') } : {}),
    async send({ format, columns, reason }, op_key) {
      const job = await call(askExport, {
        op_key, what, language, reason, format: format === 'csv' ? 'csv' : 'xlsx',
        filters: filled(filters), columns: [...(columns === 'every' ? every : shown)],
      })
      setAsked(job)
      await client.invalidateQueries({ queryKey: queryKey(listExports).slice(0, 2) })
    },
  })
  if (asked)
    return (
      <>
        <ExportCard job={asked} />
        <p className="export-leave">
          {say('export_leave')}
          <Link className="link" to="/exports">{say('export_page')}</Link>
        </p>
      </>
    )
  const columnChoice: FieldSpec<Name> = {
    name: 'columns', label: say('export_columns'), kind: 'pick', choices: [
      { value: 'shown', label: say('columns_shown', { count: shown.length }) },
      { value: 'every', label: say('columns_every', { count: every.length }) },
    ],
  }
  const fields: FieldSpec<Name>[] = [
    {
      name: 'format', label: say('export_format'), kind: 'pick',
      choices: exportFormats.map((value) => ({ value, label: say(`format_${value}`) })),
    },
    ...(shown.length < every.length ? [columnChoice] : []),
    { name: 'reason', label: say('export_why'), kind: 'text', needed: true, hint: say('export_why_hint') },
  ]
  return (
    <Form form={form} fields={fields} submit={say('export_start')}>
      <Terms total={total} />
    </Form>
  )
}

/** What holds for the file: how much, masked, for how long, and whether somebody else must agree. */
function Terms({ total }: { total: number | undefined }) {
  const say = useListSay()
  const limits = useReply(listExports, { limit: 1 }).data?.limits
  const second = limits && (total === undefined || total > limits.rows_without_approval)
  return (
    <ul className="export-terms">
      <li>{say('export_all_rows')}</li>
      <li>{say('export_masked')}</li>
      {limits && <li>{say('export_limit', { most: formatCount(limits.rows_most) })}</li>}
      {second && <li>{say('export_second', { rows: formatCount(limits.rows_without_approval) })}</li>}
      {limits && <li>{say('export_lasts', { hours: limits.lasts_h })}</li>}
    </ul>
  )
}

const signs = (text: string): number => [...new Intl.Segmenter().segment(text.trim())].length

const filled = (filters: Exportable['filters']): Record<string, string> => Object.fromEntries(
  Object.entries(filters).flatMap(([key, value]) =>
    (value === undefined || value === '' ? [] : [[key, value]])))
