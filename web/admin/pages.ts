import type { Feature } from '#contract/features.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Me } from '#contract/session.ts'
import type { IconName } from '../ui/Icon.tsx'
import { has, may } from '../ui/session.ts'
import type { AdminTexts } from './texts.ts'

export type Page = {
  to: '/today' | '/members' | '/goods' | '/orders'
  text: keyof AdminTexts
  icon: IconName
  need: Permission
  feature: Feature | null
}

/**
 * Navigation by job. A page shows for whom its permission and its feature allow, and leaves no trace
 * otherwise.
 */
export const pages: readonly Page[] = [
  { to: '/today', text: 'nav_today', icon: 'chart', need: 'figures.read', feature: null },
  { to: '/members', text: 'nav_members', icon: 'people', need: 'members.read', feature: 'members' },
  { to: '/goods', text: 'nav_goods', icon: 'box', need: 'goods.read', feature: null },
  { to: '/orders', text: 'nav_orders', icon: 'receipt', need: 'sales.read', feature: null },
]

export const pagesOf = (me: Me): Page[] =>
  pages.filter(({ need, feature }) => may(me, need) && (feature === null || has(me, feature)))

/** The page an address belongs to, if any: '/members/…' belongs to '/members'. */
export const pageAt = (path: string): Page | undefined =>
  pages.find(({ to }) => path === to || path.startsWith(`${to}/`))
