import { useEffect, useMemo } from 'react'
import type { Sku } from '#contract/goods.ts'
import type { MemberCard } from '#contract/members.ts'
import { has, may, useMe } from '../../ui/session.ts'
import { box, chooseMember, lookUp, mayBeMember, ringUp } from '../box.ts'
import { catalog } from '../catalog.ts'
import { searchGoods } from '../goods.ts'

/** One row of the list under the input. */
export type Choice = { kind: 'sku'; sku: Sku } | { kind: 'member'; member: MemberCard }

const goods_shown = 7
const settle_down_ms = 200
const none: MemberCard[] = []

/** What the text may mean: goods at once from memory, members when the server has found them. */
export function useChoices(text: string): Choice[] {
  const wanted = text.trim()
  const me = useMe()
  const skus = catalog.use(({ goods }) => goods.skus)
  const rows = box.use(({ members }) => (members.find === wanted ? members.rows : none))
  const asks = mayBeMember(wanted) && has(me, 'members') && may(me, 'members.find')
  useEffect(() => {
    if (!asks) return
    const timer = setTimeout(() => void lookUp(wanted), settle_down_ms)
    return () => clearTimeout(timer)
  }, [asks, wanted])

  return useMemo(() => {
    const members = rows.map((member) => ({ kind: 'member' as const, member }))
    // Long digits are a scanner at work: nothing to show while it types.
    const found = /^\d{6,}$/.test(wanted) ? [] : searchGoods(skus, wanted, goods_shown)
    const goods = found.map((sku) => ({ kind: 'sku' as const, sku }))
    return /^\d+$/.test(wanted) ? [...members, ...goods] : [...goods, ...members]
  }, [skus, wanted, rows])
}

export function choose(choice: Choice): void {
  if (choice.kind === 'member') chooseMember(choice.member)
  else ringUp({ sku: choice.sku, qty_m: choice.sku.sold_by === 'piece' ? 1000 : null, label_fen: null })
}
