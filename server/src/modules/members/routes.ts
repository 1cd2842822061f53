import { enrolMember, findMembers, listMembers } from '#contract/members.ts'
import { pair } from '#kernel/route.ts'
import * as members from './members.ts'

/** One member's page is the matter of insights, which shows figures beside the profile. */
export const membersRoutes = [
  pair(enrolMember, members.enrol), pair(findMembers, members.findMembers),
  pair(listMembers, members.listMembers),
]
