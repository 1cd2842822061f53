import type { TimelineKind } from '#contract/timeline.ts'
import { readAudit } from '#kernel/audit.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { Sight } from './sight.ts'

/** One thing that happened, as it is read; what does not belong to its kind is null. */
export type Happened = {
  kind: TimelineKind; id: string; at: Date; store_id: string | null; staff_id: string | null
  order_id: string | null; order_store_id: string | null; receipt_no: string | null
  amount_fen: number | null; bonus_fen: number | null; points: number | null; points_fen: number | null
  account: string | null; detail: Record<string, unknown> | null
}

export type Asked = Sight & {
  member_id: string; kinds: readonly TimelineKind[]
  before: { at: string; id: string } | null; limit: number
}

type Part = (chain_id: string, asked: Asked) => ReturnType<typeof sql>

const none = sql.raw('null')
/** The part's own newest rows before the cursor: no more than the page can want of it. */
function newest({ before, limit }: Asked, at_column: string, id_column: string) {
  const at = sql.raw(at_column), id = sql.raw(id_column)
  const later = before ? sql`and (${at}, ${id}) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``
  return sql`${later} order by ${at} desc, ${id} desc limit ${limit}`
}

/** Holds trade to the stores in reach, named by `places`, and to the one person who sees their own alone. */
function inSight({ reach, by }: Asked, places: readonly string[], person: string) {
  const at = places.map((column) => sql`${sql.raw(column)} = any(${reach}::uuid[])`)
  return sql`${reach === null ? sql`` : sql`and (${sql.join(at, sql` or `)})`}
             ${by === null ? sql`` : sql`and ${sql.raw(person)} = ${by}`}`
}

const orders: Part = (chain_id, asked) => sql`
  select 'order' as kind, s.id, s.at, s.store_id, s.cashier_id as staff_id, s.id as order_id,
         s.store_id as order_store_id, s.receipt_no, s.payable_fen as amount_fen, ${none}::int8 as bonus_fen,
         s.points_earned as points, s.points_fen, ${none} as account, ${none}::jsonb as detail
    from sales.sales s
   where s.chain_id = ${chain_id} and s.member_id =
     ${asked.member_id} ${inSight(asked, ['s.store_id'], 's.cashier_id')}
   ${newest(asked, 's.at', 's.id')}`

const returns: Part = (chain_id, asked) => sql`
  select 'return', r.id, r.at, r.at_store_id, r.made_by, r.sale_id, r.store_id, r.receipt_no, -r.amount_fen,
         ${none}, r.points_back - r.points_clawed, ${none}, ${none}, jsonb_build_object('reason', r.reason)
    from sales.sales b
    join sales.returns r on r.chain_id = b.chain_id and r.store_id = b.store_id and r.sale_id = b.id
   where b.chain_id = ${chain_id} and b.member_id = ${asked.member_id}
     ${inSight(asked, ['r.store_id', 'r.at_store_id'], 'r.made_by')} ${newest(asked, 'r.at', 'r.id')}`

const topUps: Part = (chain_id, asked) => sql`
  select 'top_up', t.id, t.at, t.store_id, t.staff_id, ${none}, ${none}, t.receipt_no, t.principal_fen,
         t.bonus_fen, ${none}, ${none}, ${none}, ${none}
    from storedvalue.top_ups t
   where t.chain_id = ${chain_id} and t.member_id =
     ${asked.member_id} ${inSight(asked, ['t.store_id'], 't.staff_id')}
   ${newest(asked, 't.at', 't.id')}`

const adjustments: Part = (chain_id, asked) => sql`
  select 'adjust', a.id, a.at, a.store_id, a.staff_id, ${none}, ${none}, ${none},
         case when a.account <> 'points' then a.amount end, ${none},
         case when a.account = 'points' then a.amount end, ${none}, a.account,
         jsonb_build_object('reason', a.reason)
    from storedvalue.adjustments a
   where a.chain_id = ${chain_id} and a.member_id =
     ${asked.member_id} ${inSight(asked, ['a.store_id'], 'a.staff_id')}
   ${newest(asked, 'a.at', 'a.id')}`

const joined: Part = (chain_id, asked) => sql`
  select 'joined', p.member_id, p.joined_at, p.store_id, ${none}, ${none}, ${none}, ${none}, ${none}, ${none},
         ${none}, ${none}, ${none}, ${none}
    from members.profiles p where p.chain_id = ${chain_id} and p.member_id = ${asked.member_id}
   ${newest(asked, 'p.joined_at', 'p.member_id')}`

const consents: Part = (chain_id, asked) => sql`
  select 'consent', c.id, c.at, c.store_id, c.staff_id, ${none}, ${none}, ${none}, ${none}, ${none}, ${none},
         ${none}, ${none}, jsonb_build_object('kind', c.kind, 'given', c.given, 'version', c.wording_version,
                                              'channel', c.channel)
    from members.consents c where c.chain_id = ${chain_id} and c.member_id = ${asked.member_id}
   ${newest(asked, 'c.at', 'c.id')}`

const recorded = ['edit', 'identity_set', 'identity_remove', 'unmask', 'export', 'erase'] as const

/** What was changed and looked at, from the record itself. */
async function readActs(tx: Tx, chain_id: string, asked: Asked): Promise<Happened[]> {
  const verbs = recorded.filter((kind) => asked.kinds.includes(kind)).map((kind) => `member.${kind}`)
  if (verbs.length === 0) return []
  const acts = await readAudit(tx, chain_id, {
    ref: asked.member_id, verbs, after: asked.before, limit: asked.limit,
  })
  return acts.map(({ id, at, verb, principal_id, detail }) => ({
    // The store of such an act says whose member it is, not where somebody sat.
    ...nothing, kind: verb.slice('member.'.length) as TimelineKind, id, at, store_id: null,
    staff_id: principal_id, detail,
  }))
}

const nothing = {
  order_id: null, order_store_id: null, receipt_no: null, amount_fen: null, bonus_fen: null, points: null,
  points_fen: null, account: null,
}

const parts: readonly (readonly [TimelineKind, Part])[] = [
  ['order', orders], ['return', returns], ['top_up', topUps], ['adjust', adjustments], ['joined', joined],
  ['consent', consents],
]

/** What happened to a member, newest first: each part gives its newest, and the page takes of all of them. */
export async function readHappened(tx: Tx, chain_id: string, asked: Asked): Promise<Happened[]> {
  const all = [...await readPapers(tx, chain_id, asked), ...await readActs(tx, chain_id, asked)]
  return all.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)).slice(0, asked.limit)
}

async function readPapers(tx: Tx, chain_id: string, asked: Asked): Promise<Happened[]> {
  const wanted = parts.filter(([kind]) => asked.kinds.includes(kind))
  if (wanted.length === 0) return []
  // The first part names and types the columns, so the orders lead even where none are wanted.
  const leading = wanted[0]![0] === 'order' ? wanted : [parts[0]!, ...wanted]
  const all = sql.join(leading.map(([, part]) => sql`(${part(chain_id, asked)})`), sql` union all `)
  const { rows } = await sql<Happened>`
    select * from (${all}) h
     where h.kind = any(${asked.kinds}::text[])
     order by h.at desc, h.id desc limit ${asked.limit}`.execute(tx)
  return rows
}

type OrderKey = { store_id: string; id: string }
export type Basket = {
  id: string; name: string; lines: number; tenders: { kind: string; amount_fen: number }[]
}

/** What orders were of and how they were paid. */
export async function readBaskets(
  tx: Tx, chain_id: string, keys: readonly OrderKey[],
): Promise<Map<string, Basket>> {
  const { rows } = await sql<Basket>`
    select w.id, l.name, l.lines, coalesce(t.tenders, '[]') as tenders
      from unnest(${keys.map(({ store_id }) => store_id)}::uuid[],
                  ${keys.map(({ id }) => id)}::uuid[]) as w(store_id, id)
     cross join lateral (
       select (array_agg(name order by payable_fen desc, line))[1] as name, count(*)::int8 as lines
         from sales.lines where chain_id = ${chain_id} and store_id = w.store_id and sale_id = w.id) l
      left join lateral (
       select jsonb_agg(jsonb_build_object('kind', kind, 'amount_fen', amount_fen)
                        order by "column") as tenders
         from sales.tenders
        where chain_id = ${chain_id} and store_id = w.store_id and sale_id = w.id) t on true
  `.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What came back in returns: the dearest thing, and how many lines. */
export async function readReturned(
  tx: Tx, chain_id: string, keys: readonly OrderKey[],
): Promise<Map<string, Basket>> {
  const { rows } = await sql<Basket>`
    select w.id, b.name, b.lines, '[]'::jsonb as tenders
      from unnest(${keys.map(({ store_id }) => store_id)}::uuid[],
                  ${keys.map(({ id }) => id)}::uuid[]) as w(store_id, id)
     cross join lateral (
       select (array_agg(l.name order by r.amount_fen desc, r.line))[1] as name, count(*)::int8 as lines
         from sales.return_lines r
         join sales.lines l on l.chain_id = r.chain_id and l.store_id = r.store_id and l.sale_id = r.sale_id
                           and l.line = r.line
        where r.chain_id = ${chain_id} and r.store_id = w.store_id and r.return_id = w.id) b`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}
