import * as contract from '#contract/session.ts'
import { inChain } from '#kernel/db.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { readMe, readStaff, storesOf } from './org.ts'
import { deviceOf } from './rules.ts'
import { endSession, listSessions, signIn } from './signin.ts'
import type { Door } from './signin.ts'

export function orgRoutes(door: Door): Route[] {
  return [
    pairOpen(contract.signIn, async ({ input, address, user_agent, keepToken }) => {
      const { token, me } = await signIn(door, input, { address, device: deviceOf(user_agent, address) })
      keepToken(token)
      return me
    }),
    pair(contract.readSession, readMe),
    pairOpen(contract.signOut, async ({ signed: { who, session_id }, keepToken }) => {
      await inChain(door.db, who.chain_id, (tx) => endSession(tx, who, { session_id }))
      door.sessions.forget()
      keepToken(null)
      return {}
    }),
    pairOpen(contract.listSessions, async ({ signed: { who, session_id } }) => {
      const sessions = await inChain(door.db, who.chain_id, (tx) => listSessions(tx, who))
      return { rows: sessions.map(({ id, started_at, seen_at, device }) =>
        ({ id, started_at, seen_at, device, current: id === session_id })) }
    }),
    pairOpen(contract.endSession, async ({ signed: { who }, input }) => {
      await inChain(door.db, who.chain_id, (tx) => endSession(tx, who, input))
      door.sessions.forget()
      return {}
    }),
    pair(contract.listStaff, async (tx, who) => {
      const names = new Map((await storesOf(tx, who.chain_id)).map(({ id, name }) => [id, name]))
      return { rows: (await readStaff(tx, who)).map(({ store_ids, ...person }) =>
        ({ ...person, stores: store_ids.map((id) => names.get(id) ?? '') })) }
    }),
  ]
}
