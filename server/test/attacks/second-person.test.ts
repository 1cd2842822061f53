import { afterAll, expect, test } from 'vitest'
import * as access from '#contract/access.ts'
import * as contract from '#contract/approvals.ts'
import * as org from '#contract/org.ts'
import { signIn } from '#contract/session.ts'
import { inChain, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { openBrowser, told } from '#test/browser.ts'
import { openShop } from '#test/shop.ts'
import { password } from '#test/world.ts'
import { openStage } from './stage.ts'

const stage = await openStage(), shop = openShop(stage.world)
afterAll(async () => { await stage.end() })
const { app, as, people, world } = stage, { gh } = world.stores
const member_id = await shop.member('周敏华', '13711110000')
const milk = await shop.goods('鲜牛奶', 100_000)

/** The till of the store, with the owner's PIN set; whoever is named signs in at it with their password. */
async function tillOf(phone: string) {
  const till_id = gh.tills[0]!.id
  const { code } = (await as('owner', access.makeEnrolCode, { store_id: gh.id, till_id, name: '前台' })).body
  const till = openBrowser(app, world, '192.168.9.9')
  expect(told(await till.ask(access.enrolByCode, { code }))).toBe(200)
  expect(told(await till.ask(signIn, { chain_code: world.code, phone, password }))).toBe(200)
  return till
}

test('the owner\'s PIN at a till approves the till\'s own work and nothing that a PIN does not open',
  async () => {
  const own = openBrowser(app, world)
  await own.signIn('owner')
  expect(told(await own.ask(access.setPin, { password, pin: '580231' }))).toBe(200)
  const till = await tillOf(people.hq_operator.phone)
  const proofs = {
    pin: { by: 'pin', staff_id: world.staff.owner, pin: '580231' },
    password: { by: 'password', phone: people.owner.phone, password },
  }
  const { sale_id } = await shop.sell([{ sku_id: milk, qty_m: 1_000 }])
  const asks: [object, string | null, string | number][] = [
    [{ act: 'adjustment', member_id, account: 'bonus', amount: 100_000, reason: 'goodwill' }, gh.id,
      'approver_not_permitted'],
    [{ act: 'export', what: 'members', rows: 5_000 }, null, 'pin_not_here'],
    [{ act: 'return_over', sale_id, amount_fen: 100_000 }, gh.id, 200],
  ]
  for (const [about, store_id, by_pin] of asks) {
    const asked = await till.ask(contract.askApproval, { op_key: newId(), store_id, about })
    const { approval: { id: approval_id } } = asked.json<{ approval: { id: string } }>()
    const give = async (proof: object) =>
      told(await till.ask(contract.giveApprovalHere, { approval_id, proof }))
    expect([about, await give(proofs.pin)]).toEqual([about, by_pin])
    if (by_pin !== 200) expect([about, await give(proofs.password)]).toEqual([about, 200])
  }
})

const new_password = 'lantern-nine-sesame'

/** A peer at headquarters, hired by somebody, past the first password that they were handed. */
async function peer(by: Parameters<typeof as>[0], phone: string) {
  const { id: role_id } = await stage.roleOf('hq_operator')
  const made = await as(by, org.addStaff, { name: '何小满', phone, role_id, store_ids: [], region_ids: [] })
  const { staff, first_password } = made.body as unknown as { staff: { id: string }; first_password: string }
  return { staff_id: staff.id, phone, cookie: await takenOver(phone, first_password) }
}
/** Signed in with a first password that somebody else saw, and a new one set. */
async function takenOver(phone: string, first_password: string): Promise<string> {
  const browser = openBrowser(app, world)
  await browser.ask(signIn, { chain_code: world.code, phone, password: first_password })
  const change = { password: first_password, new_password }
  expect(told(await browser.ask(access.changePassword, change))).toBe(200)
  return `shuke_session=${browser.cookies.get('shuke_session')!}`
}
const reset = async (by: Parameters<typeof as>[0],
  { staff_id, phone }: { staff_id: string; phone: string }) =>
  await takenOver(phone, (await as(by, org.resetPassword, { staff_id })).body['first_password'] as string)

const about = { act: 'export', what: 'members', rows: 5_000 }
const asked = async (who: Parameters<typeof as>[0]) => {
  const { body } = await as(who, contract.askApproval, { op_key: newId(), store_id: null, about })
  return body as unknown as { approval: { id: string }; people: { id: string }[] }
}
async function given(by: string, asker: Parameters<typeof as>[0]) {
  const { approval: { id: approval_id } } = await asked(asker)
  return (await as({ cookie: by }, contract.giveApproval, { approval_id, note: null })).told
}

test('whoever made a colleague\'s password is not approved by that colleague', async () => {
  const other = await peer('owner', '13655551001')
  expect(await given(other.cookie, 'hq_operator')).toBe(200)
  const mine = await reset('hq_operator', other)
  expect(await given(mine, 'hq_operator')).toBe('approver_too_close')
  expect((await asked('hq_operator')).people.map(({ id }) => id)).not.toContain(other.staff_id)
  const { approval } = await asked('hq_operator')
  const proof = { by: 'password', phone: other.phone, password: new_password }
  expect((await as('hq_operator', contract.giveApprovalHere, { approval_id: approval.id, proof })).told)
    .toBe('approver_too_close')
  const seen = await as({ cookie: mine }, contract.readApproval, { approval_id: approval.id })
  expect(seen.body['why_not_decide']).toBe('approver_too_close')
  await inChain(world.db, world.chain_id, (tx) => sql`
    update org.staff set vouched_at = vouched_at - interval '7 d' where id = ${other.staff_id}`.execute(tx))
  expect(await given(mine, 'hq_operator')).toBe(200)
})

test('nor by one whose password was made by a colleague of their own making', async () => {
  const first = await peer('hq_operator', '13655551002'), victim = await peer('owner', '13655551003')
  expect(await given(first.cookie, 'hq_operator')).toBe('approver_too_close')
  const taken = await reset({ cookie: first.cookie }, victim)
  expect(await given(taken, 'hq_operator')).toBe('approver_too_close')
  expect(await given(taken, { cookie: first.cookie })).toBe('approver_too_close')
})
