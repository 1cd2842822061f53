import * as contract from '#contract/approvals.ts'
import { inChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import type { Who } from '#kernel/who.ts'
import { proveSecondPerson } from '#modules/access/access.ts'
import type { Door } from '#modules/access/access.ts'
import * as approvals from './approvals.ts'
import type { Request } from './approvals.ts'
import { shown } from './shown.ts'
import type { ReceiptNumbers } from './shown.ts'

export type ApprovalGround = Door & { receiptNumbers: ReceiptNumbers }

export function approvalRoutes(ground: ApprovalGround): Route[] {
  const { receiptNumbers } = ground
  const tell = async (tx: Tx, who: Who, request: Request) =>
    (await shown(tx, who, { requests: [request], receiptNumbers }))[0]!
  return [
    pair(contract.askApproval, async (tx, who, input) => {
      const request = await approvals.ask(tx, who, input)
      return { approval: await tell(tx, who, request), people: await approvals.peopleFor(tx, who, request) }
    }),
    pairOpen(contract.giveApprovalHere, async ({ signed: { who }, input: { approval_id, proof } }) => {
      const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(ground.db, who.chain_id, work)
      const { store_id } = await within((tx) => approvals.readOwn(tx, who, { approval_id }))
      // The proof takes its time, so nothing is locked meanwhile.
      const approver = await proveSecondPerson(ground, { ...who, store_id }, proof)
      return await within(async (tx) =>
        await tell(tx, who, await approvals.giveHere(tx, approver, approval_id)))
    }),
    pair(contract.giveApproval, async (tx, who, input) =>
      await tell(tx, who, await approvals.give(tx, who, { ...input, in_person: false }))),
    pair(contract.refuseApproval, async (tx, who, input) =>
      await tell(tx, who, await approvals.turnDown(tx, who, { ...input, in_person: false }))),
    pair(contract.withdrawApproval, async (tx, who, input) =>
      await tell(tx, who, await approvals.withdraw(tx, who, input))),
    pair(contract.countWaiting, async (tx, who) => ({ waiting: await approvals.countWaiting(tx, who) })),
    pair(contract.readApproval, async (tx, who, input) =>
      await tell(tx, who, await approvals.read(tx, who, input))),
    pair(contract.listApprovals, async (tx, who, input) => {
      const { rows, next } = await approvals.list(tx, who, input)
      return { rows: await shown(tx, who, { requests: rows, receiptNumbers }), next }
    }),
  ]
}
