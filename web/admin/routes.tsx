import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
} from '@tanstack/react-router'
import { listApprovals } from '#contract/approvals.ts'
import { listAudit } from '#contract/audit.ts'
import { listGoods } from '#contract/goods.ts'
import { listMembers } from '#contract/members.ts'
import { listStaff, listStores } from '#contract/org.ts'
import { listSales } from '#contract/sales.ts'
import { readSettings } from '#contract/setting-doors.ts'
import { settingKeys, type SettingKey } from '#contract/settings.ts'
import { readToday } from '#contract/figures.ts'
import { useMe } from '../ui/session.ts'
import { Broken, Frame, Missing } from './frame/Frame.tsx'
import { keepFilters, parseAddress, writeAddress } from './list/address.ts'
import { memberAddress } from './members/shows.ts'
import { pagesOf } from './pages.ts'

const root = createRootRoute({ component: Frame, notFoundComponent: Missing, errorComponent: Broken })

/** Everybody starts on the first page they may see. */
function Home() {
  const [first] = pagesOf(useMe())
  return <Navigate to={first?.to ?? '/me'} replace />
}

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })

const today = createRoute({
  getParentRoute: () => root,
  path: '/today',
  validateSearch: (raw) => keepFilters(readToday.query.shape, raw),
  component: lazyRouteComponent(() => import('./today/TodayPage.tsx'), 'TodayPage'),
})

const { search } = listMembers.body.shape
const members = createRoute({
  getParentRoute: () => root,
  path: '/members',
  validateSearch: (raw) => keepFilters({ search }, raw),
  component: lazyRouteComponent(() => import('./members/MembersPage.tsx'), 'MembersPage'),
})
const member = createRoute({
  getParentRoute: () => root,
  path: '/members/$member_id',
  validateSearch: memberAddress,
  component: lazyRouteComponent(() => import('./members/MemberPage.tsx'), 'MemberPage'),
})

const { cursor: _1, limit: _2, ...goodsFilters } = listGoods.query.shape
const goods = createRoute({
  getParentRoute: () => root,
  path: '/goods',
  validateSearch: (raw): ReturnType<typeof keepFilters<typeof goodsFilters>> & { form?: 'new' } => ({
    ...keepFilters(goodsFilters, raw),
    form: raw.form === 'new' ? 'new' : undefined,
  }),
  component: lazyRouteComponent(() => import('./goods/GoodsPage.tsx'), 'GoodsPage'),
})
const article = createRoute({
  getParentRoute: () => root,
  path: '/goods/$sku_id',
  validateSearch: (raw): { form?: 'price' } => ({ form: raw.form === 'price' ? 'price' : undefined }),
  component: lazyRouteComponent(() => import('./goods/ArticlePage.tsx'), 'ArticlePage'),
})

const { cursor: _7, limit: _8, ...approvalFilters } = listApprovals.query.shape
const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: (raw): ReturnType<typeof keepFilters<typeof approvalFilters>> & { open?: string } => ({
    ...keepFilters(approvalFilters, raw),
    open: typeof raw.open === 'string' ? raw.open : undefined,
  }),
  component: lazyRouteComponent(() => import('./approvals/ApprovalsPage.tsx'), 'ApprovalsPage'),
})

const { cursor: _3, limit: _4, ...salesFilters } = listSales.query.shape
const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: (raw) => keepFilters(salesFilters, raw),
  component: lazyRouteComponent(() => import('./orders/OrdersPage.tsx'), 'OrdersPage'),
})
/** An order by its id, or by the receipt number in the customer's hand. */
const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$order',
  component: lazyRouteComponent(() => import('./orders/OrderPage.tsx'), 'OrderPage'),
})

const stores = createRoute({
  getParentRoute: () => root,
  path: '/stores',
  validateSearch: (raw): ReturnType<typeof keepFilters<typeof listStores.query.shape>> & {
    form?: 'new' | 'regions'
  } => ({
    ...keepFilters(listStores.query.shape, raw),
    form: raw.form === 'new' || raw.form === 'regions' ? raw.form : undefined,
  }),
  component: lazyRouteComponent(() => import('./stores/StoresPage.tsx'), 'StoresPage'),
})
const store = createRoute({
  getParentRoute: () => root,
  path: '/stores/$store_id',
  validateSearch: (raw): { form?: 'edit' } => ({ form: raw.form === 'edit' ? 'edit' : undefined }),
  component: lazyRouteComponent(() => import('./stores/StorePage.tsx'), 'StorePage'),
})
const staff = createRoute({
  getParentRoute: () => root,
  path: '/staff',
  validateSearch: (raw): ReturnType<typeof keepFilters<typeof listStaff.query.shape>> & { form?: 'new' } => ({
    ...keepFilters(listStaff.query.shape, raw),
    form: raw.form === 'new' ? 'new' : undefined,
  }),
  component: lazyRouteComponent(() => import('./staff/StaffPage.tsx'), 'StaffPage'),
})
const person = createRoute({
  getParentRoute: () => root,
  path: '/staff/$staff_id',
  validateSearch: (raw): { form?: 'edit' } => ({ form: raw.form === 'edit' ? 'edit' : undefined }),
  component: lazyRouteComponent(() => import('./staff/PersonPage.tsx'), 'PersonPage'),
})
const roles = createRoute({
  getParentRoute: () => root,
  path: '/roles',
  validateSearch: (raw): { role?: string } => ({
    role: typeof raw.role === 'string' ? raw.role : undefined,
  }),
  component: lazyRouteComponent(() => import('./roles/RolesPage.tsx'), 'RolesPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (raw): { place_id?: string; edit?: SettingKey; history?: SettingKey } => ({
    ...keepFilters(readSettings.query.shape, raw),
    edit: settingKeys.find((key) => key === raw.edit),
    history: settingKeys.find((key) => key === raw.history),
  }),
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
})

const { cursor: _5, limit: _6, principal_id, ...auditFilters } = listAudit.query.shape
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: (raw) => keepFilters({ ...auditFilters, who: principal_id }, raw),
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
})

const operators = createRoute({
  getParentRoute: () => root,
  path: '/operators',
  validateSearch: (raw): { form?: 'new' } => ({ form: raw.form === 'new' ? 'new' : undefined }),
  component: lazyRouteComponent(() => import('./operators/OperatorsPage.tsx'), 'OperatorsPage'),
})

const exported = createRoute({
  getParentRoute: () => root,
  path: '/exports',
  component: lazyRouteComponent(() => import('./exports/ExportsPage.tsx'), 'ExportsPage'),
})
const api = createRoute({
  getParentRoute: () => root,
  path: '/api',
  validateSearch: (raw): { search?: string } => ({
    search: typeof raw.search === 'string' ? raw.search : undefined,
  }),
  component: lazyRouteComponent(() => import('./api/ApiPage.tsx'), 'ApiPage'),
})

const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyRouteComponent(() => import('./me/AccountPage.tsx'), 'AccountPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, today, approvals, members, member, goods, article, orders, order,
    stores, store, staff, person, roles, settings, audit, api, operators, exported, me]),
  basepath: '/admin',
  parseSearch: parseAddress,
  stringifySearch: writeAddress,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMs: 300,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
