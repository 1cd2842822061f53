import type { Page } from '@playwright/test'
import { scan, see as seeText, signIn, takeTill } from './stage.ts'
import { manager } from './shop.ts'
import type { Shop } from './shop.ts'
import type { Watched } from './watch.ts'

export const unknown_barcode = '4006381333931'

const openDialog = (page: Page) => page.locator('dialog[open]').last()
const closed = (page: Page) => page.locator('dialog[open]').waitFor({ state: 'detached' })

async function openKey(page: Page, key: string) {
  await page.keyboard.press(key)
  await openDialog(page).waitFor()
}

async function chooseMember(page: Page, { member }: Shop) {
  await page.keyboard.type('5678')
  await page.keyboard.press('Enter')
  await page.locator('.mem .n1', { hasText: member }).waitFor()
}

type Way = { address: string; chain_code?: string; till?: number }

/** From the first sight to the empty counter, as the owner of a chain. */
export async function enterTill({ page, see }: Watched, { address, chain_code, till }: Way): Promise<void> {
  await page.goto(address)
  await page.locator('input[name="password"]').waitFor()
  await see('sign-in')
  await page.locator('.signin-ways button').click()
  await page.locator('input[name="code"]').waitFor()
  await see('a code makes it a till')
  await signIn(page, address, chain_code)
  await page.locator('.places').waitFor()
  await see('which till')
  await takeTill(page, till)
  await see('empty counter')
}

/** This browser becomes a till; the owner goes, and the manager comes, first with a wrong PIN. */
export async function walkPeople({ page, see }: Watched): Promise<void> {
  await page.locator('.t-top .right > button').first().click()
  await see('another till')
  await page.locator('.enrol-here input').fill('前台')
  await page.keyboard.press('Enter')
  await closed(page)
  await page.locator('.t-top > button').click()
  await page.locator('input[name="pin"]').waitFor()
  await see('my PIN')
  await page.keyboard.press('F2')
  await page.locator('.lock-people').waitFor()
  await see('who is here')
  await page.locator('footer .key').click()
  await page.locator('input[name="password"]').waitFor()
  await see('by password at a till')
  await page.locator('.signin-ways button').click()
  await page.locator('.lock-people button', { hasText: manager.name }).click()
  await page.keyboard.type('112233')
  await page.locator('.told.bad').waitFor()
  await see('a wrong PIN')
  await page.keyboard.type(manager.pin)
  await page.locator('#box').waitFor()
}

export async function walkCounter({ page, see }: Watched, shop: Shop): Promise<void> {
  for (const article of shop.goods) await scan(page, article)
  await chooseMember(page, shop)
  await see('basket with a member')
  await page.locator('#box').fill(shop.goods[0]!.name.slice(0, 1))
  await page.locator('[role=option]').first().waitFor()
  await see('goods found')
  await page.locator('#box').fill('小雨')
  await seeText(page, '139****0000')
  await see('members found')
  await page.keyboard.press('Escape')
  const more = page.locator('button.dots')
  if (await more.count() === 0) return
  await more.click()
  await see('all categories')
  await more.click()
}

/** A price set by hand, which wants a second person, who types a wrong PIN; then it is as marked again. */
export async function walkPrice({ page, see }: Watched, { goods: [article] }: Shop): Promise<void> {
  await scan(page, article!)
  await page.locator('.price-key').click()
  await openDialog(page).waitFor()
  await page.keyboard.type('0.5')
  await page.locator('.reasons button').first().click()
  await see('a price by hand')
  await page.keyboard.press('Enter')
  await closed(page)
  await see('basket to approve')
  await openKey(page, 'F12')
  await page.locator('.approve .pinpad').waitFor()
  await see('a second person')
  await page.keyboard.type('112233')
  await page.locator('.approve .failed').waitFor()
  await see('a wrong PIN of the second person')
  await page.locator('.approve .seg button').last().click()
  await see('a second person by password')
  await page.keyboard.press('Escape')
  await closed(page)
  await page.locator('.price-key').click()
  await page.locator('dialog[open] .foot .key').click()
  await closed(page)
}

export async function walkPay({ page, see }: Watched): Promise<void> {
  await openKey(page, 'F12')
  for (const key of ['F1', 'F2', 'F3', 'F4']) {
    await page.keyboard.press(key)
    await see(`pay, ${key}`)
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('F12')
  await page.locator('.fin[aria-disabled="true"]').waitFor()
  await page.waitForFunction(() => document.querySelector('.finwhy')?.textContent?.match(/\d/) != null)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.locator('.done .paper').waitFor()
  await see('paid')
  await page.keyboard.press('Enter')
  await closed(page)
}

export async function walkSheets({ page, see }: Watched, shop: Shop): Promise<void> {
  await chooseMember(page, shop)
  for (const [key, screen] of [['F9', 'top-up'], ['F4', 'enrol'], ['F8', 'reprint']] as const) {
    await openKey(page, key)
    await see(screen)
    await page.keyboard.press('Escape')
  }
  await scan(page, { barcodes: [unknown_barcode], name: unknown_barcode })
  await page.locator('.last.bad button').click()
  await see('new article')
  await page.keyboard.press('Escape')
  await page.locator('#box').fill(shop.weighed.name)
  await page.locator('[role=option]').first().waitFor()
  await page.keyboard.press('Enter')
  await openDialog(page).waitFor()
  await see('weigh')
  await page.keyboard.press('Escape')
}

/** A return above the limit, which wants a second person. */
export async function walkReturn({ page, see }: Watched): Promise<void> {
  await page.keyboard.press('F7')
  await page.locator('.sales button').first().waitFor()
  await see('which sale')
  await page.locator('.sales button').last().click()
  await page.locator('.back-lines').waitFor()
  await see('what comes back')
  await page.locator('.return-head .key').last().click()
  await page.locator('.cells').waitFor()
  await page.locator('.reasons button').first().click()
  await see('all comes back')
  await page.keyboard.press('F12')
  await page.locator('.approve .pinpad, .approve form').first().waitFor()
  await see('a return to approve')
  await page.keyboard.press('Escape')
  await page.locator('.approve').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await closed(page)
}

/** The network goes: what can be seen stays, what cannot be done says why. */
export async function walkOffline({ page, see }: Watched): Promise<void> {
  await page.context().setOffline(true)
  await page.locator('.bar.off').waitFor()
  await see('network lost')
  await page.context().setOffline(false)
  await page.locator('.bar:not(.off)').waitFor()
}

/** A chain with nothing in it yet, and then a server that fails. */
export async function walkEmptyTill({ page, see }: Watched, message: string): Promise<void> {
  await openKey(page, 'F7')
  await see('returns, no sale yet')
  await page.keyboard.press('Escape')
  await openKey(page, 'F8')
  await see('reprint, no sale yet')
  await page.keyboard.press('Escape')
  const body = JSON.stringify({ code: 'internal', message, params: {}, request_id: '0190-fail' })
  await page.route(/\/api\/(?!session|till\/device)/, (route) =>
    route.fulfill({ status: 500, contentType: 'application/json', body }))
  await page.reload()
  await page.locator('.failed').first().waitFor()
  await see('goods, failing')
  await openKey(page, 'F7')
  await page.locator('dialog .failed').waitFor()
  await see('returns, failing')
  await page.keyboard.press('Escape')
  await page.unroute(/\/api\/(?!session|till\/device)/)
}
