import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll } from 'vitest'
import { makeFolder, removeFolder, startServer } from '../../../bench/serving.ts'
import type { Serving } from '../../../bench/serving.ts'
import { launch } from '../../../tools/browser.ts'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
const real = `${root}../shared/data/cn-pos-products/商品资料.xlsx`
export const has_real_goods = existsSync(real)
/** Goods that come with the project: few, and some of them wrong. */
export const own_goods = `${root}server/test/fixtures/goods.csv`

export const owner = { chain_code: 'journey', phone: '13800138000', password: 'laozhang-shop-1' }

/** A server over a data folder of its own, and a browser: there while the file runs. */
export type Stage = {
  url: () => string
  /** What the server printed at its start and since. */
  said: () => string
  browser: () => Browser
  /** What the import of the goods told. */
  imported: () => Record<string, unknown>
  /** One verb of the command line on this stage's data, and what it told a machine. */
  shuke: (...args: string[]) => Promise<Record<string, unknown>>
}

/**
 * Sets the stage before the tests of a file and clears it after them: one chain and its goods, or nothing, so
 * that the first visitor meets the setup.
 */
export function setStage({ bare = false }: { bare?: boolean } = {}): Stage {
  const data_dir = makeFolder('journey')
  let serving: Serving, browser: Browser, imported: Record<string, unknown>

  const shuke: Stage['shuke'] = async (...args) => {
    const words = ['server/src/shuke.ts', ...args, '--json'], env = { ...process.env, SHUKE_DATA: data_dir }
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, env })
    return JSON.parse(stdout) as Record<string, unknown>
  }
  async function fill() {
    await shuke('chain', 'create', '--code', owner.chain_code, '--name', '青禾便民', '--store', '桂花路店',
      '--store-code', 'GH', '--owner-name', '张青禾', '--phone', owner.phone, '--password', owner.password)
    imported = await shuke('import', 'goods', has_real_goods ? real : own_goods, '--chain', owner.chain_code)
  }
  beforeAll(async () => {
    if (!bare) await fill()
    serving = await startServer({ data_dir, demo: !bare })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await serving?.stop()
    removeFolder(data_dir)
  })
  return {
    url: () => serving.url, said: () => serving.said(), browser: () => browser, imported: () => imported,
    shuke,
  }
}

/** The one-time code that a server without a chain printed, as the person at the keyboard reads it. */
export const setupCode = (stage: Stage): string => /安装码 (\S+)/.exec(stage.said())![1]!

export type Look = { width: number; height: number; lang: 'zh' | 'en'; dark?: boolean }

/** A page of one look, and whatever went wrong on it: errors of the page and of the console. */
export async function openPage(stage: Pick<Stage, 'browser'>, { width, height, lang, dark = false }: Look) {
  const context = await stage.browser().newContext({
    viewport: { width, height }, locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: dark ? 'dark' : 'light',
  })
  await context.addInitScript((now) => { localStorage.setItem('shuke.lang', JSON.stringify(now)) }, lang)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`)
  })
  return { page, faults }
}

/** Signs in as the owner, of this chain or of another that has the same. */
export async function signIn(page: Page, address: string, chain_code = owner.chain_code): Promise<void> {
  await page.goto(address)
  for (const [name, value] of Object.entries({ ...owner, chain_code }))
    await page.locator(`input[name="${name}"]`).fill(value)
  await page.keyboard.press('Enter')
  await page.locator('input[name="password"]').waitFor({ state: 'detached' })
}

/** Chooses a till of the first store and waits for the counter. */
export async function takeTill(page: Page, number = 1): Promise<void> {
  await page.locator('.places').getByRole('button', { name: new RegExp(String(number)) }).first().click()
  await page.locator('#box').waitFor()
}

export type Article = {
  id: string; name: string; list_price_fen: number; sold_by: string; barcodes: string[]
}

/** Does something on a page, and leaves a picture of the page where it fails. */
export async function within<Done>(page: Page, name: string, act: () => Promise<Done>): Promise<Done> {
  try {
    return await act()
  } catch (error) {
    await page.screenshot({ path: `${root}test-results/${name}.png` }).catch(() => undefined)
    throw error
  }
}

type Sent = { method: string; path: string; body?: unknown }

/** Asks the server as the page's person. Throws for a refusal. */
async function send<Reply>(page: Page, { method, path, body }: Sent): Promise<Reply> {
  return await page.evaluate(async ([how, at, sent]) => {
    const headers = { 'x-shuke': 'screen', ...sent === null ? {} : { 'content-type': 'application/json' } }
    const answer = await fetch(at, { method: how, headers, body: sent })
    if (!answer.ok) throw new Error(`${at} answered ${answer.status}: ${await answer.text()}`)
    return await answer.json() as Reply
  }, [method, path, body === undefined ? null : JSON.stringify(body)] as const)
}

export const ask = <Reply>(page: Page, path: string, body?: unknown): Promise<Reply> =>
  send(page, { method: body === undefined ? 'GET' : 'POST', path, body })

export const put = <Reply>(page: Page, path: string, body: unknown): Promise<Reply> =>
  send(page, { method: 'PUT', path, body })

type Site = { store_id: string; till_id: string; skus: Article[] }

/** The store, its first till and its goods. */
export async function siteOf(page: Page): Promise<Site> {
  const me = await ask<{ stores: { id: string; tills: { id: string }[] }[] }>(page, '/api/session')
  const { id, tills } = me.stores[0]!
  const { skus } = await ask<{ skus: Article[] }>(page, `/api/till/catalog?store_id=${id}`)
  return { store_id: id, till_id: tills[0]!.id, skus }
}

/** Articles by the piece that a scanner can read, 1.50 to 30.00 each. */
export const sellable = ({ skus }: Site): Article[] => skus.filter((sku) => sku.sold_by === 'piece'
  && sku.barcodes.length > 0 && sku.list_price_fen >= 150 && sku.list_price_fen <= 3_000)

/** Waits until a text can be seen: the paper that would be printed is in the page too, unseen. */
export const see = (page: Page, text: string): Promise<void> =>
  page.getByText(text).filter({ visible: true }).first().waitFor()

type Scanned = Pick<Article, 'barcodes' | 'name'>

/** What a scanner does: types fast and ends with Enter, wherever the cursor is. */
export async function scan(page: Page, { barcodes, name }: Scanned): Promise<void> {
  await page.keyboard.type(barcodes[0]!)
  await page.keyboard.press('Enter')
  await see(page, name)
}
