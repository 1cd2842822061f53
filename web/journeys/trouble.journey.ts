import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import {
  ask, openPage, owner, scan, see, sellable, setStage, signIn, siteOf, takeTill, within,
} from './test/stage.ts'
import type { Article } from './test/stage.ts'

const stage = setStage()

/** A till with one article in the basket and the pay sheet open. */
async function payingTill(): Promise<{ page: Page; article: Article }> {
  const { page } = await openPage(stage, { width: 1366, height: 768, lang: 'zh' })
  await signIn(page, `${stage.url()}/till/`)
  await takeTill(page)
  const [article] = sellable(await siteOf(page))
  await scan(page, article!)
  await page.keyboard.press('F12')
  await page.getByText(/^还差 .* 没收$/).waitFor()
  return { page, article: article! }
}

/** Enter takes the exact sum, Enter again completes. */
async function payExactly(page: Page) {
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^正好/, pressed: true }).waitFor()
  await page.keyboard.press('Enter')
}

const salesOf = async (page: Page): Promise<string[]> =>
  (await ask<{ rows: { receipt_no: string }[] }>(page, '/api/sales')).rows.map(({ receipt_no }) => receipt_no)

const endThisSession = (page: Page) => page.evaluate(async () => {
  const headers = { 'x-shuke': 'screen' }
  const { rows } = await (await fetch('/api/sessions', { headers })).json() as
    { rows: { id: string; current: boolean }[] }
  await fetch(`/api/sessions/${rows.find(({ current }) => current)!.id}`, { method: 'DELETE', headers })
})

test('a session that ends in the middle of a payment costs a sign-in and nothing else', async () => {
  const { page, article } = await payingTill()
  await within(page, 'session-ends', async () => {
    const before = await salesOf(page)
    await endThisSession(page)
    await payExactly(page)
    await see(page, '登录已结束，请重新登录；手上的事都还在')
    await page.locator('input[name="password"]').fill(owner.password)
    await page.keyboard.press('Enter')
    await page.locator('input[name="password"]').waitFor({ state: 'detached' })
    await see(page, article.name)
    await page.locator('.fin[aria-disabled="false"]').waitFor()
    await page.keyboard.press('Enter')
    await see(page, '收款完成')
    expect(await salesOf(page)).toHaveLength(before.length + 1)
  })
})

test('a session that ends while the sheet is filled in does not leave it refused for ever', async () => {
  const { page } = await payingTill()
  await within(page, 'session-ends-in-quote', async () => {
    await page.keyboard.press('Escape')
    await endThisSession(page)
    await page.keyboard.press('+')
    await see(page, '登录已结束，请重新登录；手上的事都还在')
    await page.locator('input[name="password"]').fill(owner.password)
    await page.keyboard.press('Enter')
    await page.locator('input[name="password"]').waitFor({ state: 'detached' })
    await page.keyboard.press('F12')
    await page.getByText(/^还差 .* 没收$/).waitFor()
    await payExactly(page)
    await see(page, '收款完成')
  })
})

test('a sale whose answer is lost is unknown, survives a reload, and is in the books once', async () => {
  const { page } = await payingTill()
  await within(page, 'lost-answer', async () => {
    const before = await salesOf(page)
    let lost = true
    await page.route('**/api/sales', async (route) => {
      if (route.request().method() !== 'POST' || !lost) return await route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await payExactly(page)
    await see(page, '这一单 · 结果未知')
    await page.reload()
    await see(page, '这一单 · 结果未知')
    lost = false
    await page.getByRole('button', { name: '马上再问' }).click()
    await see(page, '收款完成')
    expect(await salesOf(page)).toHaveLength(before.length + 1)
  })
})

test('a price that changes meanwhile is told with both sums, and the new one is paid', async () => {
  const { page, article } = await payingTill()
  await within(page, 'price-changes', async () => {
    const list_price_fen = article.list_price_fen + 100
    await page.evaluate(async ([id, price]) => {
      const headers = { 'x-shuke': 'screen', 'content-type': 'application/json' }
      const body = JSON.stringify({ list_price_fen: price, member_price_fen: null })
      await fetch(`/api/goods/${id}/price`, { method: 'PUT', headers, body })
    }, [article.id, list_price_fen] as const)
    await payExactly(page)
    await page.getByText(/^金额变了：刚才是 .*，现在应收 .*，请和顾客再确认$/).waitFor()
    await page.getByRole('button', { name: `正好 ${(list_price_fen / 100).toFixed(2)}` }).click()
    await page.getByRole('button', { name: /^完成收款/ }).click()
    await see(page, '收款完成')
    expect(await stage.shuke('verify')).toMatchObject({ ok: true })
  })
})
