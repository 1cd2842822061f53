import type { Db } from '#kernel/db.ts'
import type { Door, Sessions } from '#modules/access/access.ts'
import { openSetupCodes } from './codes.ts'
import type { Desk } from './desk.ts'
import { readSession } from './operators.ts'
import { readSetupState } from './setup.ts'
import { openTrusted } from './trusted.ts'
import { readVisit, visitorBehind } from './visits.ts'

/** `home_dir` is where printed setup codes are kept; null where this process prints none. */
export function openDesk(ground: { db: Db; master: Buffer; door: Door; home_dir: string | null }): Desk {
  const { db, master, door, home_dir } = ground
  return {
    db, master, door, codes: openSetupCodes(home_dir, master), settled: { done: false },
    operators: openTrusted((token_hash) => readSession(db, token_hash)),
    visits: openTrusted((token_hash) => readVisit(db, token_hash)),
  }
}

/** The sessions of a chain's own people, and beside them those of operators who visit one. */
export function withVisitors(staff: Sessions, desk: Desk): Sessions {
  return {
    ...staff,
    behind: async (token) => await staff.behind(token) ?? await visitorBehind(desk, token),
    forget() {
      staff.forget()
      desk.visits.forget()
    },
  }
}

/** Where a visitor without an address is led: to the setup while there is nothing else to see. */
export async function frontDoor(desk: Desk): Promise<'/setup/' | '/admin/'> {
  // A database that cannot be asked is no reason to turn anybody away: the console says what is wrong.
  const found = await readSetupState(desk).catch(() => null)
  return found?.state === 'open' && !found.sandbox ? '/setup/' : '/admin/'
}

/** A one-time code for the setup while it is open; null once there is a chain with an owner. */
export async function newSetupCode(desk: Desk): Promise<string | null> {
  return (await readSetupState(desk)).state === 'open' ? desk.codes.make() : null
}

export { addOperator, operatorBehind, readOperators, removeOperator, resetOperator } from './operators.ts'
export { readOperatorNames } from './visits.ts'
export { readSetupState } from './setup.ts'
export { nobodys_chain } from './rules.ts'
export type { Desk } from './desk.ts'
