import { asFen } from '#contract/money.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import { timelineGroupNames, timelineGroups } from '#contract/timeline.ts'
import type { readTimeline, TimelineEvent, TimelineGroup, TimelineKind } from '#contract/timeline.ts'
import { anId, anInstant, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { readProfile } from '#modules/members/members.ts'
import { readStaffNames, storesOf } from '#modules/org/org.ts'
import { sightOf } from './sight.ts'
import { readBaskets, readHappened, readReturned } from './store-timeline.ts'
import type { Basket, Happened } from './store-timeline.ts'

const usual_limit = 30

/**
 * Everything that happened to a member, newest first, by keyset over all kinds at once. Trade of stores out
 * of reach, and kinds that the reader may not see or the chain switched off, are not in it.
 */
export async function timeline(
  tx: Tx, who: Who, input: Input<typeof readTimeline>,
): Promise<Reply<typeof readTimeline>> {
  const { member_id, limit = usual_limit } = input
  await readProfile(tx, who, member_id)
  const [at, id] = keyAt(input.cursor, [anInstant, anId]) ?? []
  const rows = await readHappened(tx, who.chain_id, {
    member_id, kinds: await kindsFor(tx, who, input.kind), limit: limit + 1,
    ...sightOf(who), before: at && id ? { at, id } : null,
  })
  const page = pageOf(rows, limit, (row) => [row.at.toISOString(), row.id])
  return { rows: await told(tx, who.chain_id, page.rows), next: page.next }
}

async function kindsFor(tx: Tx, who: Who, asked: TimelineGroup | undefined): Promise<TimelineKind[]> {
  const { features_off } = (await readSettings(tx, who.chain_id)).at(null, who.now)
  const seen: Record<TimelineGroup, boolean> = {
    trade: who.permissions.has('sales.read'),
    value: who.permissions.has('value.read') && !features_off.includes('stored_value'),
    consent: true, record: true,
  }
  return timelineGroupNames.filter((group) => seen[group] && (asked === undefined || group === asked))
    .flatMap((group) => [...timelineGroups[group]])
}

async function told(tx: Tx, chain_id: string, rows: readonly Happened[]): Promise<TimelineEvent[]> {
  const stores = new Map((await storesOf(tx, chain_id)).map((store) => [store.id, store.name]))
  const staff = await readStaffNames(
    tx, chain_id, [...new Set(rows.flatMap(({ staff_id }) => staff_id ?? []))])
  const keys = (kind: TimelineKind) => rows.filter((row) => row.kind === kind)
    .map((row) => ({ store_id: row.order_store_id!, id: row.id }))
  const baskets = new Map([
    ...await readBaskets(tx, chain_id, keys('order')), ...await readReturned(tx, chain_id, keys('return')),
  ])
  return rows.map((row) => ({
    ...eventOf(row, baskets.get(row.id)),
    store: row.store_id === null ? null : stores.get(row.store_id) ?? null,
    staff: row.staff_id === null ? null : staff.get(row.staff_id) ?? null,
  }))
}

const text = (value: unknown): string | null => typeof value === 'string' ? value : null

/** Only what the contract names leaves the record: its detail may hold more. */
function eventOf(row: Happened, basket: Basket | undefined): TimelineEvent {
  const { kind, id, order_id, receipt_no, points, account } = row
  const { fields, ...detail } = row.detail ?? {}
  return {
    kind, id, at: row.at.toISOString(), store: null, staff: null, order_id, receipt_no, points, account,
    amount_fen: row.amount_fen === null ? null : asFen(row.amount_fen),
    bonus_fen: row.bonus_fen === null ? null : asFen(row.bonus_fen),
    points_fen: row.points_fen === null ? null : asFen(row.points_fen),
    goods: basket ? { name: basket.name, lines: basket.lines } : null,
    tenders: (basket?.tenders ?? []).map((one) => ({ kind: one.kind, amount_fen: asFen(one.amount_fen) })),
    consent: kind === 'consent' ? detail as TimelineEvent['consent'] : null,
    fields: Array.isArray(fields) ? fields.map(String) : [], reason: text(detail['reason']),
  }
}
