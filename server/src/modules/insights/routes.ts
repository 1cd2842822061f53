import { readToday } from '#contract/figures.ts'
import { readLedger, readMember } from '#contract/members.ts'
import { pair } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { member, statement } from './member.ts'
import { today } from './today.ts'

export const insightsRoutes: Route[] = [
  pair(readToday, today), pair(readMember, member), pair(readLedger, statement),
]
