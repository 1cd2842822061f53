import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { ask, openPage, owner, see, setStage, signIn, siteOf, sellable, scan, within } from './test/stage.ts'

const stage = setStage()

type Roles = { rows: { id: string; code: string }[] }
type Made = { staff: { id: string }; first_password: string }
const cashier = { name: '王秀兰', phone: '13900139000', password: 'chrysanthemum lane', pin: '481923' }

/** Adds the cashier as the console does; they were handed a first password. */
async function addCashier(page: Page, store_id: string): Promise<string> {
  const { rows } = await ask<Roles>(page, '/api/roles')
  const role_id = rows.find(({ code }) => code === 'cashier')!.id
  const { name, phone } = cashier
  const person = { name, phone, role_id, store_ids: [store_id], region_ids: [] }
  return (await ask<Made>(page, '/api/staff', person)).first_password
}

const setPin = async (page: Page, { pin, password }: { pin: string; password: string }) => {
  await page.locator('.t-top > button').click()
  for (const [name, value] of Object.entries({ pin, again: pin, password }))
    await page.locator(`input[name="${name}"]`).fill(value)
  await page.keyboard.press('Enter')
  await page.locator('.ok-line').waitFor()
  await page.keyboard.press('Escape')
}

test('a code makes a browser a till; cashiers switch by PIN, and the basket stays', async () => {
  const office = await openPage(stage, { width: 1440, height: 900, lang: 'zh' })
  const till = await openPage(stage, { width: 1366, height: 768, lang: 'zh' })
  await within(till.page, 'pin-switch', async () => {
    await signIn(office.page, `${stage.url()}/admin/`)
    const site = await siteOf(office.page), [article] = sellable(site)
    const first_password = await addCashier(office.page, site.store_id)
    await office.page.goto(`${stage.url()}/admin/stores/${site.store_id}`)
    await office.page.locator('.till-deeds button').first().click()
    await office.page.locator('input[name="name"]').fill('前台')
    await office.page.keyboard.press('Enter')
    const code = await office.page.locator('.enrol-code').textContent()

    const { page } = till
    await page.goto(`${stage.url()}/till/`)
    await page.getByText('用登记码').click()
    await page.locator('input[name="code"]').fill(code!)
    await page.keyboard.press('Enter')
    // Nobody has a PIN yet: the password, and a first one is changed before anything else.
    await page.getByRole('button', { name: '用密码登录' }).click()
    await page.locator('input[name="phone"]').fill(cashier.phone)
    await page.locator('input[name="password"]').fill(first_password)
    await page.keyboard.press('Enter')
    await page.locator('input[name="new_password"]').fill(cashier.password)
    await page.locator('input[name="again"]').fill(cashier.password)
    await page.keyboard.press('Enter')
    await page.locator('#box').waitFor()
    await setPin(page, cashier)
    await page.keyboard.press('F2')
    await page.getByRole('button', { name: '用密码登录' }).click()
    await page.locator('input[name="phone"]').fill(owner.phone)
    await page.locator('input[name="password"]').fill(owner.password)
    await page.keyboard.press('Enter')
    await page.locator('#box').waitFor()
    await setPin(page, { ...owner, pin: '902715' })

    await scan(page, article!)
    await page.keyboard.press('F2')
    await see(page, '篮子里的 1 项还在')
    // The whole of it by keyboard: the one who was here last has the focus, an arrow finds the other.
    await page.getByRole('button', { name: /王秀兰/ }).focus()
    const from = performance.now()
    await page.keyboard.type(cashier.pin)
    await page.locator('#box').waitFor()
    expect(performance.now() - from).toBeLessThan(2_000)
    await see(page, article!.name)
    const me = await ask<{ staff: { name: string }; opened_by: string }>(page, '/api/session')
    expect([me.staff.name, me.opened_by]).toEqual([cashier.name, 'pin'])
  })
  for (const { faults } of [office, till])
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
})
