import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { makeFolder, removeFolder, startServer } from '../../bench/serving.ts'
import type { Serving } from '../../bench/serving.ts'
import { launch } from '../../tools/browser.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const real = `${root}../shared/data/cn-pos-products/商品资料.xlsx`
const file = existsSync(real) ? real : `${root}server/test/fixtures/goods.csv`
const data_dir = makeFolder('journey')
const owner = { phone: '13800138000', password: 'laozhang-shop-1' }

let serving: Serving, browser: Browser
afterAll(async () => {
  await browser?.close()
  await serving?.stop()
  removeFolder(data_dir)
})

/** One verb of the command line on this journey's data folder, and what it told a machine. */
async function shuke(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(process.execPath, ['server/src/shuke.ts', ...args, '--json'], {
    cwd: root, env: { ...process.env, SHUKE_DATA: data_dir },
  })
  return JSON.parse(stdout) as Record<string, unknown>
}

beforeAll(async () => {
  await shuke('chain', 'create', '--code', 'journey', '--name', '青禾便民', '--store', '桂花路店', '--store-code', 'GH',
    '--owner-name', '张青禾', '--phone', owner.phone, '--password', owner.password)
  const report = await shuke('import', 'goods', file, '--chain', 'journey')
  if (file === real) expect(report).toMatchObject({ new: 302 })
  else console.log('The original export is not beside the project: this journey sells the goods of our own fixture.')
  serving = await startServer({ data_dir })
  browser = await launch()
})

type Article = { name: string; list_price_fen: number; sold_by: string; barcodes: string[] }

test('real goods come in, a new member buys with value, points and cash, one line comes back', async () => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  const faults: string[] = []
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error.message))
  page.setDefaultTimeout(15_000)
  onTestFailed(async () => { await page.screenshot({ path: `${root}test-results/first-sale.png` }) })
  await signIn(page, `${serving.url}/till/`)
  await page.getByRole('button', { name: '1', exact: true }).first().click()

  const goods = await goodsToSell(page)
  await enrol(page, { phone: '13912345678', name: '周敏华' })
  await topUp(page)
  await sellForCash(page, goods)
  const receipt = await sellMixed(page, goods)
  await giveBackOne(page, receipt)
  await seeInConsole(page, receipt)
  expect(await shuke('verify')).toMatchObject({ ok: true })
  expect(faults).toEqual([])
  await context.close()
})

async function signIn(page: Page, address: string) {
  await page.goto(address)
  await page.getByLabel('公司代码').fill('journey')
  await page.getByLabel('手机号').fill(owner.phone)
  await page.getByLabel('密码').fill(owner.password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** Two articles by the piece that a scanner can read, 5.00 to 30.00 each. */
async function goodsToSell(page: Page): Promise<Article[]> {
  await page.getByRole('textbox', { name: '扫码或查找' }).or(page.getByLabel('扫码或查找')).first().waitFor()
  return await page.evaluate(async () => {
    const headers = { 'x-shuke': 'screen' }
    const me = await (await fetch('/api/session', { headers })).json() as { stores: { id: string }[] }
    const answer = await fetch(`/api/till/catalog?store_id=${me.stores[0]!.id}`, { headers })
    const { skus } = await answer.json() as { skus: Article[] }
    return skus.filter((sku) => sku.sold_by === 'piece' && sku.barcodes.length > 0
      && sku.list_price_fen >= 150 && sku.list_price_fen <= 3_000).slice(0, 2)
  })
}

/** Waits until a text can be seen: the paper that would be printed is in the page too, unseen. */
const see = (page: Page, text: string) => page.getByText(text).filter({ visible: true }).first().waitFor()

/** What a scanner does: types fast and ends with Enter, wherever the cursor is. */
async function scan(page: Page, article: Article) {
  await page.keyboard.type(article.barcodes[0]!)
  await page.keyboard.press('Enter')
  await see(page, article.name)
}

async function enrol(page: Page, { phone, name }: { phone: string; name: string }) {
  await page.keyboard.press('F4')
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('手机号').fill(phone)
  await sheet.getByLabel('姓名').fill(name)
  await sheet.getByLabel('同意成为会员').check()
  await sheet.getByRole('button', { name: '入会' }).click()
  await see(page, '139****5678')
}

async function topUp(page: Page) {
  await page.keyboard.press('F9')
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: /1,000/ }).click()
  await sheet.getByRole('button', { name: /^充值/ }).last().click()
  await see(page, '充值成功')
  await page.keyboard.press('Enter')
  await see(page, '1,200.00')
}

/** Pays in cash what is due, so that the member has points for the next sale. */
async function sellForCash(page: Page, goods: Article[]) {
  for (const article of goods) for (let piece = 0; piece < 5; piece += 1) await scan(page, article)
  await page.keyboard.press('F12')
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: /^正好/ }).click()
  await sheet.getByRole('button', { name: /^完成收款/ }).click()
  await see(page, '收款完成')
  await page.keyboard.press('Enter')
}

/** Points off, two yuan of stored value, the rest in cash; the number of its receipt. */
async function sellMixed(page: Page, goods: Article[]): Promise<string> {
  await page.keyboard.type('5678')
  await page.keyboard.press('Enter')
  await see(page, '139****5678')
  for (const article of goods) for (let piece = 0; piece < 2; piece += 1) await scan(page, article)
  await page.keyboard.press('F12')
  const sheet = page.getByRole('dialog')
  const ways = sheet.getByRole('group', { name: '付款方式' })
  await ways.getByRole('button', { name: /积分/ }).click()
  await sheet.getByRole('button', { name: /^全部 \d+ 分/ }).click()
  await ways.getByRole('button', { name: /储值/ }).click()
  await sheet.getByRole('button', { name: '2', exact: true }).click()
  await ways.getByRole('button', { name: /现金/ }).click()
  await sheet.getByRole('button', { name: '100', exact: true }).click()
  await sheet.getByRole('button', { name: /^完成收款/ }).click()
  await see(page, '收款完成')
  const said = await page.getByRole('dialog').innerText()
  await page.keyboard.press('Enter')
  return /GH1-\d{6}-\d{4}/.exec(said)![0]
}

/** Both pieces of the first line. */
async function giveBackOne(page: Page, receipt: string) {
  await page.keyboard.press('F7')
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('小票号').fill(receipt)
  await page.keyboard.press('Enter')
  const oneMore = sheet.getByRole('button', { name: /^加一件/ }).first()
  await oneMore.click()
  await oneMore.click()
  await sheet.getByRole('button', { name: '质量问题' }).click()
  await sheet.getByRole('button', { name: /^退款/ }).click()
  await see(page, '退货完成')
}

async function seeInConsole(page: Page, receipt: string) {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${serving.url}/admin/orders`)
  await page.getByText(receipt).click()
  await page.getByRole('heading', { name: receipt }).waitFor()
  for (const word of ['部分退', '赠金', '本金', '现金', '139****5678'])
    expect(await page.locator('body').innerText(), word).toContain(word)
}
