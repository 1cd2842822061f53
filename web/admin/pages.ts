import type { Feature } from '#contract/features.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Me } from '#contract/session.ts'
import type { IconName } from '../ui/Icon.tsx'
import { has, may } from '../ui/session.ts'
import type { AdminTexts } from './texts.ts'

/** Jobs that take several pages: one entry of the navigation, and a tab for each page. */
export const jobs = {
  stores: { text: 'nav_stores', icon: 'store', short: 'nav_short_stores' },
  house: { text: 'nav_house', icon: 'gear', short: 'nav_house' },
} as const satisfies Record<string, { text: keyof AdminTexts; icon: IconName; short: keyof AdminTexts }>
export type Job = keyof typeof jobs

export type Page = {
  to:
    | '/today' | '/approvals' | '/members' | '/goods' | '/orders' | '/stores' | '/staff' | '/roles'
    | '/settings' | '/audit' | '/api'
    | '/operators'
  text: keyof AdminTexts
  /** Its name where seven entries share the width of a phone. */
  short?: keyof AdminTexts
  icon: IconName
  need: Permission
  feature: Feature | null
  job?: Job
}

/**
 * Navigation by job. A page shows for whom its permission and its feature allow, and leaves no trace
 * otherwise.
 */
export const pages: readonly Page[] = [
  { to: '/today', text: 'nav_today', icon: 'chart', need: 'figures.read', feature: null },
  { to: '/approvals', text: 'nav_approvals', icon: 'check', need: 'approvals.give', feature: null },
  { to: '/members', text: 'nav_members', icon: 'people', need: 'members.read', feature: 'members' },
  {
    to: '/goods', text: 'nav_goods', short: 'nav_short_goods', icon: 'box', need: 'goods.read', feature: null,
  },
  { to: '/orders', text: 'nav_orders', icon: 'receipt', need: 'sales.read', feature: null },
  { to: '/stores', text: 'nav_store_list', icon: 'store', need: 'stores.read', feature: null, job: 'stores' },
  { to: '/staff', text: 'nav_staff', icon: 'people', need: 'staff.read', feature: null, job: 'stores' },
  { to: '/roles', text: 'nav_roles', icon: 'lock', need: 'staff.read', feature: null, job: 'stores' },
  { to: '/settings', text: 'nav_settings', icon: 'gear', need: 'settings.read', feature: null, job: 'house' },
  { to: '/audit', text: 'nav_audit', icon: 'eye', need: 'audit.read', feature: null, job: 'house' },
  {
    to: '/operators', text: 'nav_operators', icon: 'person_plus', need: 'operators.admit', feature: null,
      job: 'house',
  },
  { to: '/api', text: 'nav_api', icon: 'globe', need: 'docs.read', feature: null, job: 'house' },
]

export const pagesOf = (me: Me): Page[] =>
  pages.filter(({ need, feature }) => may(me, need) && (feature === null || has(me, feature)))

/** The page an address belongs to, if any: '/members/…' belongs to '/members'. */
export const pageAt = (path: string): Page | undefined =>
  pages.find(({ to }) => path === to || path.startsWith(`${to}/`))

/** An entry of the navigation: a page by itself, or a job that leads to the first of its pages. */
export type Entry = Pick<Page, 'to' | 'text' | 'short' | 'icon'> & { pages: readonly Page[] }

export function entriesOf(mine: readonly Page[]): Entry[] {
  const firsts = mine.filter(({ job }, at) => job === undefined
    || mine.findIndex((one) => one.job === job) === at)
  return firsts.map((page) =>
    page.job === undefined
      ? { ...page, pages: [page] }
      : { to: page.to, ...jobs[page.job], pages: mine.filter(({ job }) => job === page.job) },
  )
}
