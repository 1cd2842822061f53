import type { Endpoint } from '#contract/endpoint.ts'
import type { Permission } from '#contract/permissions.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import type { Route } from '#kernel/route.ts'
import type { PageReader } from '#modules/exports/exports.ts'
import { refuseForeignStore, refuseSwitchedOff, refuseUnknownStore } from './guard.ts'

/**
 * Reads pages of a list as its endpoint answers them: the same permission, the same reach, the same features,
 * the same verb, so that a file never holds what the page would not show.
 */
export function pagesThrough(routes: readonly Route[]): (endpoint: Endpoint) => PageReader {
  return (endpoint) => {
    const route = routes.find((one) => one.endpoint === endpoint)
    assert(route && 'verb' in route, `${endpoint.path} has a verb that exports can read through`)
    return async (tx, who, input) => {
      const store_id = typeof input['store_id'] === 'string' ? input['store_id'] : null
      if (!who.permissions.has(endpoint.need as Permission)) refuse('not_permitted')
      refuseForeignStore(who, endpoint, store_id)
      await refuseUnknownStore(tx, who, { endpoint, store_id })
      await refuseSwitchedOff(tx, who, { feature: endpoint.feature, store_id })
      return await route.verb(tx, who, input as never) as Awaited<ReturnType<PageReader>>
    }
  }
}
