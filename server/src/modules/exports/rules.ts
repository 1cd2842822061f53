import { exportCan } from '#contract/exports.ts'
import type { ExportState } from '#contract/exports.ts'
import type { Feature } from '#contract/features.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Scope } from '#contract/roles.ts'
import { fill } from '#contract/text.ts'
import { en } from '#contract/texts/en.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { zh } from '#contract/texts/zh.ts'
import type { Refusal } from '#kernel/refusal.ts'
import { harmless, stampOf } from './cells.ts'
import type { Language, ListKind, Words } from './columns.ts'

/** R6.06: more rows than the chain's setting allows need a second person before the file can be had. */
export const needsApproval = (rows: number, rows_without_approval: number): boolean =>
  rows > rows_without_approval

type Held = { state: ExportState; ends_at: Date | null }
const may = (act: keyof typeof exportCan, { state }: Held): boolean =>
  (exportCan[act] as readonly ExportState[]).includes(state)

/** The first thing in the way of having the file, or null. */
export function whyNotDownload(job: Held, now: Date): TextKey | null {
  if (job.state === 'ended' || (job.ends_at !== null && now >= job.ends_at)) return 'export_ended'
  if (job.state === 'waiting_approval') return 'export_needs_approval'
  return may('download', job) ? null : 'export_not_ready'
}

type Written = { scope: Scope | null; stores: readonly string[] | null; needs: readonly Permission[] }
type Fetching = { scope: Scope; stores: readonly string[] | 'all'; permissions: ReadonlySet<Permission> }

/**
 * Why whoever asked for a file may not have what is in it by now, or null: a permission that it took is gone,
 * or they reach less than when it was written.
 */
export function whyNotTheirs(written: Written, now: Fetching): TextKey | null {
  if (!written.needs.every((one) => now.permissions.has(one))) return 'not_permitted'
  const { stores } = written
  const reaches = now.stores === 'all' || (stores !== null && stores.every((id) => now.stores.includes(id)))
  const narrowed = now.scope === 'own' && written.scope !== 'own'
  return written.scope === null || !reaches || narrowed ? 'export_file_gone' : null
}

export function whyNotRelease(job: Held, now: Date): TextKey | null {
  if (job.state === 'ended' || (job.ends_at !== null && now >= job.ends_at)) return 'export_ended'
  return may('release', job) ? null : 'export_not_ready'
}

export const whyNotEnd = (job: Held): TextKey | null => may('end', job) ? null : 'export_ended'

type Reader = { permissions: ReadonlySet<Permission>; features_off: readonly Feature[] }

/** Columns in the order asked for, without those this person or chain has not; null where one is unknown. */
export function columnsFor(
  { columns }: ListKind, asked: readonly string[], reader: Reader,
): readonly string[] | null {
  if (!asked.every((key) => Object.hasOwn(columns, key))) return null
  return [...new Set(asked)].filter((key) => {
    const { feature, need } = columns[key]!
    return !(feature && reader.features_off.includes(feature)) && (!need || reader.permissions.has(need))
  })
}

export type Watermark = {
  id: string; chain: string; who: string; title: Words; reason: string; asked_at: Date; zone: string
  language: Language
}

/** Who took this, when, of which chain, and what for: a sheet that lies around says whose it was (R6.06). */
export function watermark({ language, title, asked_at, zone, ...of }: Watermark): string {
  const words = language === 'zh'
    ? `${of.chain} · ${title.zh} · ${of.who} 于 ${stampOf(asked_at, zone)} 导出 · 用途：${of.reason}`
      + ` · 编号 ${of.id} · 内部资料，不得外传`
    : `${of.chain} · ${title.en} · exported by ${of.who} at ${stampOf(asked_at, zone)} · for: ${of.reason}`
      + ` · no. ${of.id} · internal, not to be passed on`
  return harmless(words)
}

/** Why it failed, in the words of whoever asked. */
export const sentenceOf = ({ code, params }: Pick<Refusal, 'code' | 'params'>, language: Language): string =>
  fill((language === 'zh' ? zh : en)[code], params)

/** 会员-20260516-1200.xlsx */
export function fileNameOf(
  title: string, at: Date, { zone, format }: { zone: string; format: string },
): string {
  const [day = '', time = ''] = stampOf(at, zone).split(' ')
  return `${title}-${day.replaceAll('-', '')}-${time.replaceAll(':', '').slice(0, 4)}.${format}`
}
