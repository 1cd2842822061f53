import * as access from '#contract/access.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import * as contract from '#contract/session.ts'
import { inChain } from '#kernel/db.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Call, Route } from '#kernel/route.ts'
import * as account from './account.ts'
import * as devices from './devices.ts'
import type { Door } from './prove.ts'
import { deviceOf } from './rules.ts'
import * as second from './second-factor.ts'
import { openWithPin, readMyself, signIn, takeSecondStep } from './signin.ts'
import type { Opened, Origin } from './signin.ts'

export function accessRoutes(door: Door): Route[] {
  return [...signingIn(door), ...mySessions(door), ...myAccount(door), ...theirAccount(door), ...tills(door)]
}

type Caller = Pick<Call<Endpoint>, 'address' | 'user_agent' | 'kept' | 'keep' | 'keepToken'>
const originOf = ({ address, user_agent, kept }: Caller): Origin =>
  ({ address, device: deviceOf(user_agent, address), ...kept })

/** Hands the browser what it is to keep. */
function opened({ keep, keepToken }: Caller, { token, me, browser }: Opened) {
  keepToken(token)
  if (browser !== null) keep('browser', browser)
  return me
}

function signingIn(door: Door): Route[] {
  return [
    pairOpen(contract.signIn, async (call) => opened(call, await signIn(door, call.input, originOf(call)))),
    pairOpen(contract.takeSecondStep, async (call) =>
      opened(call, await takeSecondStep(door, call.input, originOf(call)))),
    pairOpen(access.openWithPin, async (call) => {
      const session = opened(call, await openWithPin(door, call.input, originOf(call)))
      door.sessions.forget()
      return session
    }),
    pairOpen(contract.readSession, async ({ signed: { who, session_id } }) =>
      await inChain(door.db, who.chain_id, (tx) => readMyself(tx, who, session_id))),
    pairOpen(contract.signOut, async ({ signed: { who, session_id }, keepToken }) => {
      await inChain(door.db, who.chain_id, (tx) => account.endSession(tx, who, { session_id }))
      door.sessions.forget()
      keepToken(null)
      return {}
    }),
  ]
}

function mySessions(door: Door): Route[] {
  return [
    pairOpen(contract.listSessions, async ({ signed: { who, session_id } }) => {
      const sessions = await inChain(door.db, who.chain_id, (tx) => account.listSessions(tx, who))
      return { rows: sessions.map(({ id, started_at, seen_at, device, opened_by, till_id }) => ({
        id, started_at, seen_at, device, opened_by, at_till: till_id !== null, current: id === session_id,
      })) }
    }),
    pairOpen(contract.endSession, async ({ signed: { who }, input }) => {
      await inChain(door.db, who.chain_id, (tx) => account.endSession(tx, who, input))
      door.sessions.forget()
      return {}
    }),
    pairOpen(contract.endOtherSessions, async ({ signed }) => {
      const ended = await inChain(door.db, signed.who.chain_id, (tx) => account.endOtherSessions(tx, signed))
      door.sessions.forget()
      return ended
    }),
  ]
}

function myAccount(door: Door): Route[] {
  return [
    pair(access.readAccount, account.readAccount),
    pairOpen(access.changePassword, async ({ signed, input }) => {
      await account.changePassword(door, signed, input)
      door.sessions.forget()
      return {}
    }),
    pairOpen(access.setPin, async ({ signed, input }) => {
      await account.setPin(door, signed, input)
      return {}
    }),
    pair(access.removePin, account.removePin),
    pairOpen(access.beginSecondFactor, ({ signed, input }) => second.beginSecondFactor(door, signed, input)),
    pairOpen(access.confirmSecondFactor, async ({ signed, input }) => {
      const codes = await second.confirmSecondFactor(door, signed, input)
      door.sessions.forget()
      return codes
    }),
    pairOpen(access.dropSecondFactor, async ({ signed, input }) => {
      await second.dropSecondFactor(door, signed, input)
      return {}
    }),
    pairOpen(access.renewRecoveryCodes, async ({ signed, input }) =>
      await second.renewRecoveryCodes(door, signed, input)),
  ]
}

function theirAccount(door: Door): Route[] {
  return [
    pair(access.listStaffSessions, account.listStaffSessions),
    pairOpen(access.endStaffSessions, async ({ signed: { who }, input }) => {
      const ended = await inChain(door.db, who.chain_id, (tx) => account.endStaffSessions(tx, who, input))
      door.sessions.forget()
      return ended
    }),
    pair(access.removeSecondFactor, second.removeSecondFactor),
  ]
}

function tills(door: Door): Route[] {
  return [
    pair(access.makeEnrolCode, (tx, who, input) => devices.makeEnrolCode(tx, who, { ...input, door })),
    pair(access.listDevices, devices.listDevices),
    pairOpen(access.revokeDevice, async ({ signed: { who }, input }) => {
      await inChain(door.db, who.chain_id, (tx) => devices.revokeDevice(tx, who, input))
      door.sessions.forget()
      return {}
    }),
    pairOpen(access.enrolHere, async ({ signed, input, keep }) => {
      const { token, device } = await inChain(
        door.db, signed.who.chain_id, (tx) => devices.enrolHere(tx, signed.who, { ...signed, ...input }))
      door.sessions.forget()
      keep('till', token)
      return device
    }),
    pairOpen(access.enrolByCode, async (call) => {
      const { token, device } = await devices.enrolByCode(door, call.input, originOf(call))
      door.sessions.forget()
      call.keep('till', token)
      return device
    }),
    pairOpen(access.readTillDevice, ({ kept }) => devices.readTillDevice(door, kept.till)),
  ]
}
