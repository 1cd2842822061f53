import type { Route } from '#kernel/route.ts'
import { orgRoutes } from '#modules/org/routes.ts'
import type { Ground } from './house.ts'
import { systemRoutes } from './system.ts'

/** Every route of the house, module by module. */
export function allRoutes(ground: Ground): Route[] {
  return [
    ...orgRoutes(ground),
    ...systemRoutes(),
  ]
}
