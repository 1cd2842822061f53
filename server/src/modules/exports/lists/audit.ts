import { listAudit } from '#contract/audit.ts'
import type { AuditVerb } from '#contract/audit.ts'
import type { exportColumns } from '#contract/exports.ts'
import { auditEn } from '#contract/texts/audit.en.ts'
import { auditZh } from '#contract/texts/audit.zh.ts'
import { listKind } from '../columns.ts'
import type { ColumnsOf } from '../columns.ts'

const verbs = { zh: auditZh.verbs, en: auditEn.verbs }
/** An act of an older version, whose name is not known any more, keeps its key. */
const wordOf = (verb: string, language: 'zh' | 'en'): string => verbs[language][verb as AuditVerb] ?? verb

const columns: ColumnsOf<typeof listAudit, (typeof exportColumns)['audit'][number]> = {
  at: { head: { zh: '时间', en: 'Time' }, kind: 'moment', of: (row) => row.at },
  who: { head: { zh: '谁', en: 'Who' }, kind: 'text', of: (row) => row.who ?? 'Shuke' },
  what: {
    head: { zh: '做了什么', en: 'What' }, kind: 'text',
    of: (row, language) => wordOf(String(row.verb), language),
  },
  where: { head: { zh: '门店', en: 'Store' }, kind: 'text', of: (row) => row.store },
  ref: { head: { zh: '对象', en: 'Of' }, kind: 'text', of: (row) => row.ref },
  device: { head: { zh: '设备', en: 'Device' }, kind: 'text', of: (row) => row.device },
  detail: { head: { zh: '内容', en: 'Detail' }, kind: 'text', of: (row) => JSON.stringify(row.detail) },
}

export const audit = listKind(listAudit, { zh: '操作记录', en: 'Audit' }, columns)
