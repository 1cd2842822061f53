import { afterAll, test } from 'vitest'
import * as org from '#contract/org.ts'
import * as doors from '#contract/setting-doors.ts'
import * as consents from '#contract/consents.ts'
import * as members from '#contract/members.ts'
import * as goods from '#contract/goods.ts'
import * as sales from '#contract/sales.ts'
import { readTimeline } from '#contract/timeline.ts'
import * as figures from '#contract/figures.ts'
import * as audit from '#contract/audit.ts'
import * as fnd from '#contract/finder.ts'
import { listApprovals } from '#contract/approvals.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { ask } from '#test/served.ts'
import { freshDatabase } from '#test/world.ts'
import { openGround } from '#test/isolation/ground.ts'
import { makers } from '#test/isolation/things.ts'

const fresh = await freshDatabase()
const g = await openGround(fresh)
afterAll(async () => { await g.close(); await fresh.drop() })
const { app } = g.served
const as = async (who: keyof typeof g.callers, e: Endpoint, req: object = {}) => {
  const r = await ask(app, e, { ...req, as: { cookie: g.callers[who].cookie } })
  return { s: r.statusCode, ...(r.json() as any) }
}
const show = (what: string, x: any) => console.log(`## ${what}: ${JSON.stringify(x).slice(0, 900)}`)
test('explore', async () => {
  const W = '一二三四五六七八九十十一'
  show('wording by region', await as('region_manager', consents.writeWording, { kind: 'marketing', zh: W, en: W }))
  const roles = (await as('owner', org.listRoles)).rows
  const cashier = roles.find((r: any) => r.code === 'cashier')
  show('store-wide: addRole', await as('all_of_store', org.addRole, { name: 'x', scope: 'own', permissions: ['sales.read'] }))
  show('store-wide: changeRole cashier', await as('all_of_store', org.changeRole, { role_id: cashier.id, name: null, scope: 'store', permissions: ['sales.read'] }))
  show('reset', await as('owner', org.resetRole, { role_id: cashier.id }))
  show('store-wide: addRegion', await as('all_of_store', org.addRegion, { name: 'zz' }))
  show('store-wide: price', await as('all_of_store', goods.priceGoods, { sku_id: g.things.gh.sku, list_price_fen: 500, member_price_fen: null }))
  show('store-wide: addStore', await as('all_of_store', org.addStore, { code: 'QQ', name: 'q', region_id: null, ownership: 'direct', legal_entity: 'q', credit_code: null, cutoff_hour: 0, hours: null, address: '', phone: '', tills: 1 }))
  const gh = g.world.stores.gh.id
  for (const [key, value] of [['approve_return_over_fen', null], ['price_override_free_bp', 0], ['top_up_plan', [{ pay_fen: 1, bonus_fen: 100000 }]], ['points_earned_per_yuan', 1000], ['tills_enrolled_only', false], ['returns_anywhere', true]] as const)
    show(`region sets ${key}`, await as('region_manager', doors.changeSetting, { key, place_id: gh, value, starts_at: null }))
  show('region unset chain', await as('region_manager', doors.unsetSetting, { key: 'rounding_mode', place_id: g.world.chain_id }))
  show('region set chain', await as('region_manager', doors.changeSetting, { key: 'rounding_mode', place_id: null, value: 'off', starts_at: null }))
  show('manager settings history', (await as('store_manager', doors.listSettingHistory)).rows?.map((r: any) => [r.key, r.place.name]))
  show('guide members', await as('shopping_guide', members.listMembers, {}))
  show('guide sales', await as('shopping_guide', sales.listSales, {}))
  show('guide timeline', await as('shopping_guide', readTimeline, { member_id: g.things.gh.member }))
  show('own figures', await as('all_of_own', figures.readToday, {}))
  show('own approvals', await as('all_of_own', listApprovals, {}))
  show('own staff', (await as('all_of_own', org.listStaff, {})).rows?.length)
  show('own audit', (await as('all_of_own', audit.listAudit, {})).rows?.map((r: any) => [r.verb, r.who]))
  show('own finder', await as('all_of_own', fnd.find, { find: '会员' }))
  show('manager roles', (await as('store_manager', org.listRoles)).rows?.map((r: any) => [r.code ?? r.name, r.staff]))
  show('manager regions', (await as('store_manager', org.listRegions)).rows)
  show('manager staff', (await as('store_manager', org.listStaff)).rows)
  const n = await as('owner', org.addStaff, { name: '两店', phone: '13811112222', role_id: cashier.id, store_ids: [gh, g.world.stores.jy.id], region_ids: [] })
  show('two-store colleague', (await as('store_manager', org.listStaff)).rows.find((r: any) => r.id === n.staff.id))
  show('visitor sets approvals', await as('visitor', doors.changeSetting, { key: 'approve_adjustment', place_id: null, value: false, starts_at: null }))
  show('visitor 2fa', await as('visitor', doors.changeSetting, { key: 'second_factor_for', place_id: null, value: 'all', starts_at: null }))
  show('visitor wording', await as('visitor', consents.writeWording, { kind: 'marketing', zh: W, en: W }))
})
