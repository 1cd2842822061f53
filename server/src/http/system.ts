import { endpoints } from '#contract/contract.ts'
import { readOpenApi } from '#contract/system.ts'
import { pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { openApiOf } from './openapi.ts'

/** The routes of the house itself, which belong to no module. */
export const systemRoutes: Route[] = [pairOpen(readOpenApi, async () => openApiOf(endpoints))]
