import { listGoods } from '#contract/goods.ts'
import { listMembers } from '#contract/members.ts'
import { listSales } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import type { IconName } from '../../ui/Icon.tsx'
import { useMe } from '../../ui/session.ts'
import { pagesOf } from '../pages.ts'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

export type Found = { key: string; to: string; icon: IconName; name: string; note: string }

/**
 * Pages, members, orders and goods that fit, as far as this person may see them. Five of each are enough to
 * pick from.
 */
export function useFound(search: string): { found: Found[]; busy: boolean } {
  const say = useSay()
  const when = useWhen()
  const mine = pagesOf(useMe())
  const asks = (to: string) => ({ enabled: search !== '' && mine.some((page) => page.to === to), keep: true })
  const members = useReply(listMembers, { search, limit: 5 }, asks('/members'))
  const orders = useReply(listSales, { search, limit: 5 }, asks('/orders'))
  const goods = useReply(listGoods, { search, limit: 5 }, asks('/goods'))
  const word = search.toLowerCase()
  const found: Found[] = mine
    .filter(({ text }) => say.of(text).toLowerCase().includes(word))
    .map(({ to, text, icon }) => ({ key: to, to, icon, name: say.of(text), note: say('find_pages') }))
  if (search !== '')
    found.push(
      ...(members.data?.rows ?? []).map((row): Found => ({
        key: row.id,
        to: `/members/${row.id}`,
        icon: 'person',
        name: row.name,
        note: row.phone_masked,
      })),
      ...(orders.data?.rows ?? []).map((row): Found => ({
        key: row.id,
        to: `/orders/${row.id}`,
        icon: 'receipt',
        name: row.receipt_no,
        note: `${when.moment(row.at)} · ${yuan(row.payable_fen)}`,
      })),
      ...(goods.data?.rows ?? []).map((row): Found => ({
        key: row.id,
        to: `/goods/${row.id}`,
        icon: 'box',
        name: row.name,
        note: `${row.code} · ${yuan(row.list_price_fen)}`,
      })),
    )
  return { found, busy: members.isFetching || orders.isFetching || goods.isFetching }
}
