/**
 * The door of points 积分. All of it is pure: points live in the ledger, and move with the act that moves them.
 */
export { adjustPoints, claw, earn, redeem, restore, usablePoints } from './rules.ts'
export type { Earning, PointsAct, PointsChange } from './rules.ts'
