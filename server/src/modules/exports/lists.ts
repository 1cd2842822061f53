import type { ExportedThing } from '#contract/approvals.ts'
import type { ListKind } from './columns.ts'
import { audit } from './lists/audit.ts'
import { goods } from './lists/goods.ts'
import { members } from './lists/members.ts'
import { sales } from './lists/sales.ts'

/** Every list that can be written to a file, complete by the compiler. */
export const lists: { readonly [Name in ExportedThing]: ListKind } = { members, sales, goods, audit }
