/** The door of insights: reads everything, writes nothing but its own sums. */
export { addHours } from './hours.ts'
export { catchUpMembers, member, statement } from './member.ts'
export { exportOwnRecord } from './ownrecord.ts'
export { timeline } from './timeline.ts'
export { today } from './today.ts'
export { verifyAcross } from './verify.ts'
