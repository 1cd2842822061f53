import { listWordings, setConsent, writeWording } from '#contract/consents.ts'
import { editMember, enrolMember, findMembers, listMembers } from '#contract/members.ts'
import { eraseMember, removeIdentity, setIdentity, unmaskMember } from '#contract/privacy.ts'
import { pair } from '#kernel/route.ts'
import * as members from './members.ts'

/** One member's page, timeline and own record are the matter of insights, which reads every module. */
export const membersRoutes = [
  pair(enrolMember, members.enrol), pair(findMembers, members.findMembers),
  pair(listMembers, members.listMembers), pair(editMember, members.edit),
  pair(setConsent, members.setConsent), pair(listWordings, members.listWordings),
  pair(writeWording, members.writeWording), pair(unmaskMember, members.unmask),
  pair(setIdentity, members.setIdentity), pair(removeIdentity, members.removeIdentity),
  pair(eraseMember, members.erase),
]
