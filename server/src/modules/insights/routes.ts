import { readToday } from '#contract/figures.ts'
import { readLedger, readMember } from '#contract/members.ts'
import { exportMember } from '#contract/privacy.ts'
import { readTimeline } from '#contract/timeline.ts'
import { pair } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { member, statement } from './member.ts'
import { exportOwnRecord } from './ownrecord.ts'
import { timeline } from './timeline.ts'
import { today } from './today.ts'

export const insightsRoutes: Route[] = [
  pair(readToday, today), pair(readMember, member), pair(readLedger, statement),
  pair(readTimeline, timeline), pair(exportMember, exportOwnRecord),
]
