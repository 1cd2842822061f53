import * as contract from '#contract/operators.ts'
import * as session from '#contract/session.ts'
import * as setup from '#contract/setup.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { inChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import type { Who } from '#kernel/who.ts'
import { deviceOf } from '#modules/access/access.ts'
import { invite, listChains, listInvitations, withdraw } from './chains.ts'
import type { Desk, Session } from './desk.ts'
import { admit, endGrant, listGrants } from './grants.ts'
import { changePassword, readMe, refuseFirstPassword, signInOperator, signOutOperator } from './operators.ts'
import { checkCode, finish, readSetupState } from './setup.ts'
import { enter, leave, readVisitorMe } from './visits.ts'

const originOf = ({ address, user_agent }: { address: string; user_agent: string }) =>
  ({ address, device: deviceOf(user_agent, address) })

export function platformRoutes(desk: Desk): Route[] {
  return [...setupRoutes(desk), ...operatorRoutes(desk), ...chainRoutes(desk)]
}

function setupRoutes(desk: Desk): Route[] {
  return [
    pairOpen(setup.readSetup, async () => await readSetupState(desk)),
    pairOpen(setup.checkSetupCode, async (call) => await checkCode(desk, call.input, originOf(call))),
    pairOpen(setup.finishSetup, async (call) => {
      const { token, me, browser } = await finish(desk, call.input, { ...originOf(call), ...call.kept })
      call.keepToken(token)
      if (browser !== null) call.keep('browser', browser)
      return me
    }),
  ]
}

function operatorRoutes(desk: Desk): Route[] {
  const { master } = desk
  return [
    pairOpen(contract.signInOperator, async (call) => {
      const from = { ...originOf(call), browser: call.kept.desk }
      const { token, operator, browser } = await signInOperator(desk, call.input, from)
      call.keepToken(token, 'operator')
      call.keep('desk', browser)
      return operator
    }),
    pair(contract.readOperator, readMe),
    pairOpen(contract.signOutOperator, async ({ signed, keepToken }) => {
      await signOutOperator(desk, signed)
      keepToken(null, 'operator')
      return {}
    }),
    pairOpen(contract.changeOperatorPassword, async ({ signed, input, address }) =>
      await changePassword(desk, signed, { ...input, address })),
    pair(contract.listChains, settled(listChains)),
    pair(contract.listInvitations, settled(async (tx, who) =>
      ({ rows: await listInvitations(tx, who) }))),
    pair(contract.inviteChain, settled(async (tx, who, input) =>
      await invite(tx, who, { ...input, master }))),
    pair(contract.withdrawInvitation, settled(async (tx, who, input) => {
      await withdraw(tx, who, input)
      return {}
    })),
    pairOpen(contract.enterChain, async ({ signed, input, keepToken }) => {
      const { token, visit } = await enter(desk, { ...signed, ...input })
      keepToken(token)
      return visit
    }),
  ]
}

/** Not before the password that somebody else has seen is changed. */
function settled<In, Out>(verb: (tx: Tx, who: Who, input: In) => Promise<Out>) {
  return async (tx: Tx, who: Who, input: In): Promise<Out> => {
    await refuseFirstPassword(tx, who)
    return await verb(tx, who, input)
  }
}

function chainRoutes(desk: Desk): Route[] {
  return [
    pair(contract.listGrants, async (tx, who) => ({ rows: await listGrants(tx, who) })),
    pairOpen(contract.admitOperator, async ({ signed, input }) => await admit(desk, signed.who, input)),
    pairOpen(contract.endGrant, async ({ signed, input }) => await endGrant(desk, signed.who, input)),
  ]
}

type Handler = (call: { signed: Session; keepToken: (token: null) => void }) => Promise<unknown>

/**
 * A visitor is nobody of the chain: of what everybody signed in may do they can only ask who they are, and
 * leave. Whatever asks for a permission is held against their grants like everybody's.
 */
export function forVisitors(desk: Desk, routes: readonly Route[]): Route[] {
  const isVisitor = (who: Who) => who.principal.kind === 'operator'
  const same = ({ method, path }: Endpoint, other: Endpoint) => method === other.method && path === other.path
  return routes.map((route): Route => {
    const { endpoint } = route
    if (endpoint.need !== 'signed_in') return route
    if ('verb' in route) {
      const { verb } = route
      return {
        endpoint,
        verb: async (tx, who, input) => isVisitor(who) ? refuse('not_permitted') : await verb(tx, who, input),
      }
    }
    const usual = route.handle as Handler
    const handle: Handler = async (call) => {
      if (!isVisitor(call.signed.who)) return await usual(call)
      const { who } = call.signed
      if (same(endpoint, session.readSession))
        return await inChain(desk.db, who.chain_id, (tx) => readVisitorMe(tx, who))
      if (!same(endpoint, session.signOut)) refuse('not_permitted')
      await leave(desk, call.signed)
      call.keepToken(null)
      return {}
    }
    return { endpoint, handle }
  })
}
