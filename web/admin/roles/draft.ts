import type { Permission } from '#contract/permissions.ts'
import type { Scope } from '#contract/roles.ts'

/** A role as it is being ticked together. */
export type Draft = { name: string; scope: Scope; permissions: readonly Permission[] }
