import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { chooseReturn, enrol, receiptInHand, topUp } from './test/counter.ts'
import { openPage, own_goods, scan, see, setStage, setupCode, within } from './test/stage.ts'

const stage = setStage({ bare: true })

const chain = { name: '云上茶铺', code: 'yunshang' }
const store = '青石巷店'
const owner = { name: '沈云', phone: '13900000001', password: 'teapot-seven-wicker' }
type Person = typeof owner & { role: string; pin: string }
const cashier: Person = {
  name: '王秀兰', phone: '13900000002', role: '早班收银', password: 'chrysanthemum lane', pin: '481923',
}
const manager: Person = {
  name: '李国强', phone: '13900000003', role: '店长', password: 'lantern over water', pin: '907254',
}
const sugar = { name: '云南白糖 400g', barcodes: ['6901234567892'] }

test('a chain is set up, sells, takes back with a second person, and the audit has every step', async () => {
  const { page: office, faults } = await openPage(stage, { width: 1440, height: 900, lang: 'zh' })
  const { page: till, faults: more } = await openPage(stage, { width: 1366, height: 768, lang: 'zh' })
  await within(office, 'house-office', () => within(till, 'house-till', async () => {
    await setUp(office)
    await stage.shuke('import', 'goods', own_goods, '--chain', chain.code)
    await makeRole(office)
    const handed = [await addPerson(office, manager), await addPerson(office, cashier)]
    await lowerLimit(office)
    await enrolTill(office, till)
    for (const [at, person] of [manager, cashier].entries()) await beginWork(till, person, handed[at]!)

    await watchToday(office)
    await enrol(till, { phone: '13912345678', name: '周敏华' })
    await topUp(till, { step: /300/, after: '330.00' })
    const receipt = await sell(till)
    // The figure moves by itself: nobody loads the page again.
    await seeSales(office, '58.80')
    await giveBack(till, receipt)
    await seeMember(office, receipt)
    await seeAudit(office)
  }))
  expect(await stage.shuke('verify')).toMatchObject({ ok: true })
  expect([...faults, ...more].filter((fault) => !fault.includes('401'))).toEqual([])
})

/** Today's sales as the console shows them now. */
const seeSales = (office: Page, yuan: string) =>
  office.getByRole('link', { name: `销售额 ¥${yuan}` }).waitFor()

/** From the front door with the printed code to the console. */
async function setUp(page: Page) {
  const steps = [
    { 安装码: setupCode(stage) },
    { 公司名称: chain.name, 公司代码: chain.code },
    { 店名: store, 店代码: 'QS' },
    { 姓名: owner.name, 手机号: owner.phone, 密码: owner.password, 再写一遍密码: owner.password },
  ]
  await page.goto(stage.url())
  for (const [at, fields] of steps.entries()) {
    for (const [label, text] of Object.entries(fields))
      await page.getByLabel(label, { exact: true }).fill(text)
    if (at === 2) await page.getByRole('button', { name: '和公司同名' }).click()
    await page.getByRole('button', { name: at === 3 ? '建好公司并登录' : '下一步' }).click()
  }
  await see(page, `${chain.name} 安好家了`)
  await page.getByRole('link', { name: '去管理后台' }).click()
}

const open = (page: Page, ...names: string[]) => names.reduce(
  (before, name) => before.then(() => page.getByRole('link', { name, exact: true }).first().click()),
  Promise.resolve(),
)

/** A role of the chain's own, which sells and enrols and agrees to nothing. */
async function makeRole(page: Page) {
  await open(page, '门店与员工', '岗位', '加一个岗位')
  await page.getByLabel('岗位名称').fill(cashier.role)
  for (const may of ['收银', '本店退货', '看订单', '办会员', '收银台找会员', '储值充值', '看商品', '看库存'])
    await page.getByLabel(may, { exact: true }).check()
  await page.getByRole('button', { name: '添加', exact: true }).click()
  await page.getByRole('link', { name: new RegExp(`${cashier.role}.*自己加的`) }).waitFor()
}

/** The first password, as it is handed over on paper. */
async function addPerson(page: Page, { name, phone, role }: Person): Promise<string> {
  await open(page, '员工')
  await page.getByRole('button', { name: '添加员工' }).click()
  const form = page.getByRole('dialog', { name: '添加员工' })
  await form.getByLabel('姓名').fill(name)
  await form.getByLabel('手机号').fill(phone)
  await form.getByRole('button', { name: role, exact: true }).click()
  // There is one store, and it is chosen already.
  await form.getByTitle(store, { exact: true }).waitFor()
  await form.getByRole('button', { name: '添加', exact: true }).click()
  const told = page.getByRole('dialog', { name: `首次密码 · ${name}` })
  const first_password = await told.locator('.first-password').innerText()
  await told.getByRole('button', { name: '已经交给本人' }).click()
  return first_password
}

/** Ten yuan of money back is as much as a cashier gives alone. */
async function lowerLimit(page: Page) {
  await open(page, '设置')
  await page.getByRole('button', { name: /^改\s*退货超过多少要审批$/ }).click()
  const form = page.getByRole('dialog', { name: '退货超过多少要审批' })
  await form.getByLabel('改成').fill('10')
  await form.getByRole('button', { name: '保存' }).click()
  await see(page, '¥10.00')
}

async function enrolTill(office: Page, till: Page) {
  await open(office, '门店与员工', store)
  await office.getByRole('button', { name: '登记', exact: true }).first().click()
  await office.getByLabel('给设备起个名字').fill('前台')
  await office.getByRole('button', { name: '取登记码' }).click()
  const code = await office.locator('.enrol-code').innerText()

  await till.goto(`${stage.url()}/till/`)
  await till.getByRole('button', { name: '用登记码' }).click()
  await till.getByLabel('登记码', { exact: true }).fill(code)
  await till.getByRole('button', { name: '登记这台设备' }).click()
  await till.getByRole('button', { name: '用密码登录' }).waitFor()
  await office.getByRole('button', { name: '关闭' }).click()
  await see(office, '前台')
}

/** Their first sign-in at the till: the password they were handed becomes their own, and they set a PIN. */
async function beginWork(till: Page, { name, phone, password, pin }: Person, first_password: string) {
  await till.getByRole('button', { name: '用密码登录' }).click()
  await till.getByLabel('手机号').fill(phone)
  await till.getByLabel('密码', { exact: true }).fill(first_password)
  await till.getByRole('button', { name: '登录', exact: true }).click()
  await till.getByRole('textbox', { name: '新密码', exact: true }).fill(password)
  await till.getByLabel('再输一遍新密码').fill(password)
  await till.getByRole('button', { name: '换好，继续' }).click()
  await till.getByRole('button', { name }).click()
  const mine = till.getByRole('dialog', { name })
  await mine.getByLabel('新 PIN').fill(pin)
  await mine.getByLabel('再输一遍').fill(pin)
  await mine.getByLabel('登录密码').fill(password)
  await mine.getByRole('button', { name: '存好 PIN' }).click()
  await see(till, '存好了，下次用它换人')
  await till.keyboard.press('F2')
  await till.getByRole('button', { name }).click()
  await till.keyboard.type(pin)
  await till.getByLabel('扫码或查找').waitFor()
  if (name !== cashier.name) await till.keyboard.press('F2')
}

async function watchToday(office: Page) {
  await open(office, '今日经营')
  await seeSales(office, '0.00')
}

/** Six bags: 22 yuan of them from stored value, the rest in cash. The number of the receipt. */
async function sell(till: Page): Promise<string> {
  for (let bag = 0; bag < 6; bag += 1) await scan(till, sugar)
  await till.keyboard.press('F12')
  const sheet = till.getByRole('dialog')
  const ways = sheet.getByRole('group', { name: '付款方式' })
  await ways.getByRole('button', { name: /储值/ }).click()
  await till.keyboard.type('22')
  await ways.getByRole('button', { name: /现金/ }).click()
  await till.keyboard.type('50')
  await sheet.getByRole('button', { name: /^完成收款/ }).click()
  await see(till, '收款完成')
  const receipt = await receiptInHand(till)
  await till.keyboard.press('Enter')
  return receipt
}

/** Half of the bags come back: more than a cashier may give back alone, so the manager says yes there. */
async function giveBack(till: Page, receipt: string) {
  await chooseReturn(till, receipt, 3)
  await till.getByRole('button', { name: /^请人批准并退款/ }).click()
  const sheet = till.getByRole('dialog', { name: '请人批准' })
  await sheet.getByRole('button', { name: manager.name }).click()
  expect(await sheet.getByRole('button', { name: cashier.name }).count()).toBe(0)
  await till.keyboard.type(manager.pin)
  await see(till, '退货完成')
}

async function seeMember(office: Page, receipt: string) {
  await seeSales(office, '29.40')
  await open(office, '会员')
  await office.getByRole('link', { name: '周敏华' }).click()
  for (const event of ['入会', '充 300.00 送 30.00', sugar.name, `退${sugar.name}`])
    await office.getByRole('main').getByText(event, { exact: true }).first().waitFor()
  await office.getByRole('link', { name: new RegExp(`^.*${sugar.name}`) }).first().click()
  await office.getByRole('heading', { name: receipt }).waitFor()
}

/** What must be on record: who did it, and where. */
const acts: [verb: string, who: string, where: string][] = [
  ['安装时建立公司', owner.name, ''], ['批量写入商品', '', ''], ['增加岗位', owner.name, ''],
  ['增加员工', owner.name, ''], ['改设置', owner.name, ''], ['取收银机登记码', owner.name, store],
  ['登记收银机', owner.name, store], ['改自己的密码', manager.name, ''], ['设收银 PIN', cashier.name, ''],
  ['登录', cashier.name, '前台'], ['会员入会', cashier.name, store], ['储值充值', cashier.name, store],
  ['申请批准', cashier.name, store], ['批准', manager.name, store], ['用掉批准', cashier.name, store],
  ['退货', cashier.name, store],
]

async function seeAudit(office: Page) {
  await open(office, '设置', '操作记录')
  await office.getByRole('row').nth(acts.length).waitFor()
  const rows = await office.getByRole('row').allInnerTexts()
  for (const [verb, who, where] of acts) {
    const found = rows.map((row) => row.split(/\s*[\t\n]\s*/)).filter((cells) => cells.includes(verb))
      .find((cells) => [who, where].every((word) => cells.some((cell) => cell.includes(word))))
    expect(found, `${verb}, ${who}, ${where} among\n${rows.join('\n')}`).toBeDefined()
  }
  await office.getByRole('button', { name: '改设置' }).click()
  const detail = office.getByRole('dialog', { name: '细节' })
  for (const word of [owner.name, '原来', '改成']) await detail.getByText(word).first().waitFor()
}
