import type { Reply } from '#contract/endpoint.ts'
import { find, type FoundKind } from '#contract/finder.ts'
import type { Me } from '#contract/session.ts'
import { yuan } from '#contract/text.ts'
import type { IconName } from '../../ui/Icon.tsx'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { useMe } from '../../ui/session.ts'
import { pagesOf } from '../pages.ts'
import { useReply } from '../query.ts'
import { say } from '../texts.ts'
import { useWhen, type When } from '../when.ts'

export type Found = { key: string; to: string; icon: IconName; name: string; note: string }
export type GroupKind = FoundKind | 'pages' | 'recent'
export type Group = { kind: GroupKind; rows: Found[] }

type Answer = Reply<typeof find>
type Words = { when: When; roleOf: (role: NonNullable<Answer['staff']>[number]['role']) => string }

/** Rows of an answer as they are shown, kind by kind; kinds with nothing found leave no heading. */
export function groupsOf(found: Answer, { when, roleOf }: Words): Group[] {
  const groups: Group[] = [
    {
      kind: 'members', rows: (found.members ?? []).map((row) => ({
        key: row.id, to: `/members/${row.id}`, icon: 'person', name: row.name,
        note: `${row.phone_masked} · ${row.store}`,
      })),
    },
    {
      kind: 'orders', rows: (found.orders ?? []).map((row) => ({
        key: row.id, to: `/orders/${row.id}`, icon: 'receipt', name: row.receipt_no,
        note: `${row.store} · ${when.moment(row.at)} · ${yuan(row.payable_fen)}`,
      })),
    },
    {
      kind: 'goods', rows: (found.goods ?? []).map((row) => ({
        key: row.id, to: `/goods/${row.id}`, icon: 'box', name: row.name,
        note: `${row.category} · ${row.code} · ${yuan(row.list_price_fen)}`,
      })),
    },
    {
      kind: 'stores', rows: (found.stores ?? []).map((row) => ({
        key: row.id, to: `/stores/${row.id}`, icon: 'store', name: row.name, note: row.code,
      })),
    },
    {
      kind: 'staff', rows: (found.staff ?? []).map((row) => ({
        key: row.id, to: `/staff/${row.id}`, icon: 'people', name: row.name,
        note: `${roleOf(row.role)} · ${row.phone_masked}`,
      })),
    },
  ]
  return groups.filter(({ rows }) => rows.length > 0)
}

/** Pages by their names, in either language, as far as this person has them. */
export function pagesNamed(me: Me, search: string): Found[] {
  const word = search.trim().toLowerCase()
  const mine: { to: string; text: string; icon: IconName }[] = [
    ...pagesOf(me), { to: '/exports', text: 'my_exports', icon: 'download' },
    { to: '/me', text: 'my_sessions', icon: 'lock' },
  ]
  return mine.filter(({ to, text }) =>
    [say('zh').of(text), say('en').of(text), to.slice(1)].some((name) => name.toLowerCase().includes(word)))
    .map(({ to, text, icon }) => ({ key: to, to, icon, name: say().of(text), note: '' }))
}

export type Finding = { groups: Group[]; busy: boolean; error: unknown; again: () => void }

/** What fits: pages at once, the rest once the server has looked. */
export function useFound(search: string): Finding {
  const me = useMe()
  const when = useWhen()
  const texts = usePeopleTexts()
  const asked = useReply(find, { find: search }, { enabled: search !== '', keep: true })
  const pages = pagesNamed(me, search)
  const words = { when, roleOf: (role: Parameters<Words['roleOf']>[0]) => roleName(texts, role) }
  const groups = search === '' || !asked.data ? [] : groupsOf(asked.data, words)
  return {
    groups: [...groups, ...(pages.length > 0 ? [{ kind: 'pages' as const, rows: pages }] : [])],
    busy: asked.isFetching, error: asked.isError ? asked.error : null, again: () => void asked.refetch(),
  }
}
