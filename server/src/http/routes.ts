import { endpoints as contract } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { assert } from '#kernel/refusal.ts'
import type { Route } from '#kernel/route.ts'
import { accessRoutes } from '#modules/access/routes.ts'
import { approvalRoutes } from '#modules/approvals/routes.ts'
import { catalogRoutes, pictureRoutes } from '#modules/catalog/routes.ts'
import { exportsRoutes } from '#modules/exports/routes.ts'
import { insightsRoutes } from '#modules/insights/routes.ts'
import { inventoryRoutes } from '#modules/inventory/routes.ts'
import { membersRoutes } from '#modules/members/routes.ts'
import { orgRoutes } from '#modules/org/routes.ts'
import { forVisitors, platformRoutes } from '#modules/platform/routes.ts'
import { salesRoutes } from '#modules/sales/routes.ts'
import { receiptNumbers } from '#modules/sales/sales.ts'
import { auditRoutes } from './audit.ts'
import { finderRoutes } from './finder.ts'
import type { Ground } from './house.ts'
import { liveRoutes } from './live.ts'
import { settingsRoutes } from './settings.ts'
import { systemRoutes } from './system.ts'

/**
 * Every route of the house, module by module. An endpoint of the contract without a route stops the start.
 */
export function allRoutes(ground: Ground): Route[] {
  const lists = [...orgRoutes, ...membersRoutes, ...inventoryRoutes, ...salesRoutes(ground)]
  const routes = forVisitors(ground.desk, [
    ...lists, ...finderRoutes(lists), ...accessRoutes(ground), ...catalogRoutes, ...pictureRoutes(ground),
    ...approvalRoutes({ ...ground, receiptNumbers }),
    ...insightsRoutes, ...liveRoutes(ground.live), ...exportsRoutes(ground),
    ...settingsRoutes, ...systemRoutes, ...auditRoutes(ground), ...platformRoutes(ground.desk),
  ])
  const faults = routeFaults(contract, routes)
  assert(faults.length === 0, faults.join('; '))
  return routes
}

/** Tells a route that is missing, or twice, before a caller meets it. */
export function routeFaults(endpoints: readonly Endpoint[], routes: readonly Route[]): string[] {
  const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`
  const served = routes.map(({ endpoint }) => nameOf(endpoint))
  return [
    ...endpoints.map(nameOf).filter((name) => !served.includes(name)).map((name) => `${name} has no route`),
    ...served.filter((name, at) => served.indexOf(name) !== at).map((name) => `${name} has two routes`),
    ...served.filter((name) => !endpoints.some((endpoint) => nameOf(endpoint) === name))
      .map((name) => `${name} is not in the contract`),
  ]
}
