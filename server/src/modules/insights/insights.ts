/** The door of insights: reads everything, writes nothing but its own sums. */
export { addHours } from './hours.ts'
export { member, statement } from './member.ts'
export { today } from './today.ts'
export { verifyAcross } from './verify.ts'
