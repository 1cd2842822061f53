import type { Approval } from '#contract/approvals.ts'
import type { Tx } from '#kernel/db.ts'
import type { Who } from '#kernel/who.ts'
import { readSkus } from '#modules/catalog/catalog.ts'
import { readProfiles } from '#modules/members/members.ts'
import { readStaffNames, storesOf } from '#modules/org/org.ts'
import { permissionToGive } from './acts.ts'
import { asApprover } from './approvals.ts'
import { stateOf, whyNotDecide } from './rules.ts'
import type { Request } from './rules.ts'

/** Receipt numbers of sales by sale id, of those in the caller's reach: sales stand above this module. */
export type ReceiptNumbers = (tx: Tx, who: Who, sale_ids: readonly string[]) => Promise<Map<string, string>>

type Showing = { requests: readonly Request[]; receiptNumbers: ReceiptNumbers }

/** Requests as the contract tells them, with the names behind their ids. */
export async function shown(
  tx: Tx, who: Who, { requests, receiptNumbers }: Showing,
): Promise<Approval[]> {
  const people = await readStaffNames(tx, who.chain_id, [...new Set(
    requests.flatMap(({ asked_by, decision }) => decision ? [asked_by, decision.made_by] : [asked_by]))])
  const stores = new Map((await storesOf(tx, who.chain_id)).map(({ id, name }) => [id, name]))
  const names = await namesIn(tx, who, { requests, receiptNumbers })
  const person = (id: string) => ({ id, name: people.get(id) ?? '' })
  const approver = await asApprover(tx, who, requests)
  return requests.map((request) => {
    const { id, store_id, about, asked_by, asked_at, ends_at, decision } = request
    return {
      id, about, state: stateOf(request, who.now), asked_by: person(asked_by),
      asked_at: asked_at.toISOString(),
      ends_at: (decision?.ends_at ?? ends_at).toISOString(),
      store: store_id === who.chain_id ? null : { id: store_id, name: stores.get(store_id) ?? '' },
      decided: decision && {
        by: person(decision.made_by), at: decision.at.toISOString(), in_person: decision.in_person,
        note: decision.note,
      },
      names: Object.fromEntries(idsIn([request]).flatMap((one) => {
        const name = names.get(one)
        return name === undefined ? [] : [[one, name]]
      })),
      why_not_decide: whyNotDecide(request, approver, permissionToGive(about)),
    }
  })
}

const skusIn = (requests: readonly Request[]): string[] => requests.flatMap(({ about }) =>
  about.act === 'price_override' ? about.lines.map((line) => line.sku_id) : [])
const salesIn = (requests: readonly Request[]): string[] =>
  requests.flatMap(({ about }) => about.act === 'return_over' ? [about.sale_id] : [])
const membersIn = (requests: readonly Request[]): string[] =>
  requests.flatMap(({ about }) => about.act === 'adjustment' ? [about.member_id] : [])
const idsIn = (requests: readonly Request[]): string[] =>
  [...new Set([...skusIn(requests), ...salesIn(requests), ...membersIn(requests)])]

async function namesIn(
  tx: Tx, who: Who, { requests, receiptNumbers }: Showing,
): Promise<Map<string, string>> {
  const skus = [...new Set(skusIn(requests))], sales = [...new Set(salesIn(requests))]
  const members = [...new Set(membersIn(requests))]
  const named: (readonly [string, { name: string }])[] = [
    ...skus.length === 0 ? [] : await readSkus(tx, who.chain_id, skus),
    ...members.length === 0 ? [] : await readProfiles(tx, who.chain_id, members),
  ]
  return new Map([
    ...named.map(([id, { name }]): [string, string] => [id, name]),
    ...sales.length === 0 ? [] : await receiptNumbers(tx, who, sales),
  ])
}
