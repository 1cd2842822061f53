import type { Endpoint } from './endpoint.ts'
import { day, id, instant, pageOf, paging } from './fields.ts'
import * as z from 'zod/mini'

/**
 * Everything that is put on record, one line each. Each has its name in `texts/audit.zh.ts` and
 * `texts/audit.en.ts`.
 */
export const auditVerbs = [
  'chain.make',
  'setup.finish',
  'operator.add',
  'operator.remove',
  'operator.password',
  'chain.invite',
  'chain.withdraw',
  'operator.admit',
  'operator.end',
  'operator.enter',
  'operator.leave',
  'operator.refused',
  'store.add',
  'till.add',
  'staff.add',
  'store.change',
  'store.close',
  'store.reopen',
  'region.add',
  'region.rename',
  'region.remove',
  'role.add',
  'role.change',
  'role.reset',
  'role.remove',
  'staff.change',
  'staff.password',
  'staff.dismiss',
  'password.change',
  'reach.denied',
  'session.start',
  'session.end',
  'session.end_others',
  'session.end_theirs',
  'signin.fail',
  'pin.set',
  'pin.remove',
  'factor.on',
  'factor.off',
  'factor.codes',
  'factor.remove',
  'device.code',
  'device.enrol',
  'device.revoke',
  'setting.change',
  'clock.set',
  'reach.refused',
  'member.enrol',
  'member.edit',
  'member.consent',
  'member.identity_set',
  'member.identity_remove',
  'member.unmask',
  'member.export',
  'member.erase',
  'consent.wording',
  'value.top_up',
  'sale.return',
  'sale.override',
  'sale.low_label',
  'value.adjust',
  'approval.ask',
  'approval.give',
  'approval.refuse',
  'approval.withdraw',
  'approval.use',
  'export.ask',
  'export.download',
  'export.end',
  'goods.create',
  'goods.price',
  'goods.barcode_add',
  'goods.barcode_remove',
  'goods.picture',
  'goods.delete',
  'goods.import',
  'goods.import_file',
  'audit.accept_restore',
] as const
export type AuditVerb = (typeof auditVerbs)[number]

const need = 'audit.read' as const

const auditRow = z.object({
  id, at: instant,
  /** The person's name; null for the machine itself and for whoever is no longer known. */
  who: z.nullable(z.string()), principal_kind: z.string(), principal_id: id,
  device: z.nullable(z.string()), store_id: z.nullable(id), store: z.nullable(z.string()),
  verb: z.string(), ref: z.nullable(z.string()),
  /** Ids and figures; of a change `before` and `after`; of a personal field only that it changed. */
  detail: z.record(z.string(), z.unknown()),
  /** Linked into the chain already. */
  sealed: z.boolean(),
})
export type AuditRow = z.output<typeof auditRow>

/**
 * Days are the chain's own, both inclusive. Whoever reaches single stores sees what happened there, and no
 * act of the whole chain.
 */
export const listAudit = {
  method: 'GET', path: '/api/audit', summary: 'Who did what, when, from where; newest first',
  need, scope: 'store', feature: null,
  query: z.object({
    principal_id: z.optional(id), verb: z.optional(z.enum(auditVerbs)), store_id: z.optional(id),
    ref: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120))),
    from: z.optional(day), until: z.optional(day), ...paging,
  }),
  reply: pageOf(auditRow),
} satisfies Endpoint

/** Why the audit is not sealed any further; each is a sentence in the texts. */
export const auditBreaks = ['cut', 'rewritten', 'forged', 'heads_cut', 'heads_unreadable'] as const
export type AuditBreak = (typeof auditBreaks)[number]

export const readAuditState = {
  method: 'GET', path: '/api/audit/state', summary: 'How far the audit is sealed, and whether the seal holds',
  need, scope: 'none', feature: null,
  reply: z.object({
    /** The number of rows linked, and when the last of them was. */
    sealed_seq: z.int(), sealed_at: z.nullable(instant),
    /** Rows on record that are not linked yet: those of the last second or so, while all is well. */
    waiting: z.int(),
    /** The last signed head outside the database; null where this server keeps none. */
    head_seq: z.nullable(z.int()), head_at: z.nullable(instant),
    /** The hash of the last link: whoever notes it elsewhere can hold a later chain against it. */
    hash: z.nullable(z.string()),
    broken: z.nullable(z.enum(auditBreaks)),
  }),
} satisfies Endpoint
