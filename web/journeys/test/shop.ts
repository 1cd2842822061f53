import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { ask, openPage, owner, put, sellable, signIn, siteOf } from './stage.ts'
import type { Article, Stage } from './stage.ts'

const long_name = '阿依古丽·买买提明·吐尔逊江·艾力·热合曼·库尔班·阿不都拉·木合塔尔·司马义·依明江·玉素甫·努尔'
export const manager = { name: '欧阳慕容上官诸葛司马夏侯令狐独孤宇文长孙', phone: '13700137000', pin: '907254' }
const manager_password = 'lantern over water'

/** What fills the screens: ids and names that a walk needs. */
export type Shop = {
  goods: Article[]; weighed: Article; member_id: string; member: string; sale_id: string; staff_id: string
  store_id: string
}

/**
 * A shop as it looks when much has happened: the longest names, a member who paid in every way and took part
 * of it back, people, a role and a region of its own, and something that waits for a second person.
 */
export async function fillShop(stage: Stage): Promise<Shop> {
  const { page } = await openPage(stage, { width: 1366, height: 768, lang: 'zh' })
  await signIn(page, `${stage.url()}/till/`)
  await page.locator('.places').waitFor()
  const { store_id, till_id, skus } = await siteOf(page)
  const goods = sellable({ store_id, till_id, skus }).slice(0, 4)
  const weighed = await addWeighed(page)
  const at = { store_id, till_id }
  const member_id = await enrol(page, store_id, { phone: '13912345678', name: long_name })
  await enrol(page, store_id, { phone: '13912340000', name: '小雨☂️👩‍👩‍👧🎉' })
  const sale_id = await trade(page, { ...at, member_id, goods, weighed })
  const staff_id = await hire(page, store_id)
  await page.context().close()
  await begin(stage, { ...at, sale_id })
  return { goods, weighed, member_id, member: long_name, sale_id, staff_id, store_id }
}

const addWeighed = async (page: Page): Promise<Article> => await ask(page, '/api/goods', {
  op_key: randomUUID(), barcode: null, name: '云岭高山散养走地鸡礼盒装整只称重', category: '生鲜', unit: 'kg',
  sold_by: 'weight', list_price_fen: 12_880, member_price_fen: 11_880,
})

async function enrol(page: Page, store_id: string, who: { phone: string; name: string }): Promise<string> {
  const { id } = await ask<{ id: string }>(page, '/api/members', {
    op_key: randomUUID(), store_id, ...who, birthday: null, consent_service: true, consent_marketing: false,
  })
  return id
}

type Trade = { store_id: string; till_id: string; member_id: string; goods: Article[]; weighed: Article }

/** A top-up, a sale paid in every way, and a part of it back. */
async function trade(page: Page, { goods, weighed, ...at }: Trade): Promise<string> {
  const { member_id, ...place } = at
  await ask(page, `/api/members/${member_id}/top-ups`, {
    op_key: randomUUID(), ...place, principal_fen: 100_000, bonus_fen: 20_000,
    tender: { kind: 'cash', tendered_fen: 100_000 },
  })
  const lines = goods.map(({ id }) => ({ sku_id: id, qty_m: 3_000 }))
  const order = { ...at, points: 0, lines: [...lines, { sku_id: weighed.id, qty_m: 1_250 }] }
  const quote = await ask<{ payable_fen: number }>(page, '/api/quotes', { ...order, tender_mix: 'mixed' })
  const { payable_fen } = quote
  const tenders = [
    { kind: 'stored_value', amount_fen: 5_000 }, { kind: 'other', amount_fen: 1_000, reference: 'POS 0031' },
    { kind: 'cash', amount_fen: payable_fen - 6_000, tendered_fen: payable_fen },
  ]
  const { sale_id } = await ask<{ sale_id: string }>(page, '/api/sales', {
    ...order, op_key: randomUUID(), tenders, payable_fen,
  })
  await ask(page, `/api/sales/${sale_id}/returns`, {
    op_key: randomUUID(), ...place, reason: '质量问题', lines: [{ line: 1, qty_m: 1_000 }],
  })
  return sale_id
}

type Roles = { rows: { id: string; code: string | null }[] }
type Made = { staff: { id: string }; first_password: string }
let first_password = ''

/** A role and a region of the chain's own, a setting that was changed, a PIN of the owner's, a manager. */
async function hire(page: Page, store_id: string): Promise<string> {
  await ask(page, '/api/regions', { name: '西南大区滇中城市群核心商圈直营一区' })
  await ask(page, '/api/roles', {
    name: '周末晚班收银兼理货与生鲜加工复核岗位', scope: 'store', permissions: ['sales.settle', 'goods.read'],
  })
  const at_once = { place_id: null, starts_at: null }
  await put(page, '/api/settings/approve_return_over_fen', { ...at_once, value: 1_000 })
  await put(page, '/api/me/pin', { password: owner.password, pin: '481923' })
  const { rows } = await ask<Roles>(page, '/api/roles')
  const role_id = rows.find(({ code }) => code === 'store_manager')!.id
  const { name, phone } = manager
  const person = { name, phone, role_id, store_ids: [store_id], region_ids: [] }
  const made = await ask<Made>(page, '/api/staff', person)
  first_password = made.first_password
  return made.staff.id
}

/** The manager's first sign-in and PIN, and what they ask the owner for. */
async function begin(stage: Stage, { sale_id, store_id }: { sale_id: string; store_id: string }) {
  const { page } = await openPage(stage, { width: 1366, height: 768, lang: 'zh' })
  await page.goto(`${stage.url()}/till/`)
  const { chain_code } = owner, { phone } = manager
  await ask(page, '/api/session', { chain_code, phone, password: first_password })
  const passwords = { password: first_password, new_password: manager_password }
  await put(page, '/api/me/password', passwords)
  await put(page, '/api/me/pin', { password: manager_password, pin: manager.pin })
  await ask(page, '/api/approvals', {
    op_key: randomUUID(), store_id, about: { act: 'return_over', sale_id, amount_fen: 2_345 },
  })
  await page.context().close()
}
