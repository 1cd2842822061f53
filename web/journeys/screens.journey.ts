import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import { wrongHere } from './test/looks.ts'
import {
  ask, openPage, scan, see, sellable, setStage, signIn, siteOf, takeTill, within,
} from './test/stage.ts'
import type { Article, Look } from './test/stage.ts'

const stage = setStage()
const long_name = '阿依古丽·买买提明·吐尔逊江·艾力·热合曼·库尔班·阿不都拉·木合塔尔·司马义·依明江·玉素甫·努尔'
const unknown_barcode = '4006381333931'

type Shop = { goods: Article[]; weighed: Article; member_id: string; sale_id: string }
let shop: Shop

beforeAll(async () => {
  const { page } = await openPage(stage, { width: 1366, height: 768, lang: 'zh' })
  await signIn(page, `${stage.url()}/till/`)
  await page.locator('.places').waitFor()
  shop = await fillShop(page)
  await page.context().close()
})

/** A member with the longest name, a top-up, a sale paid in every way, and a part of it back. */
async function fillShop(page: Page): Promise<Shop> {
  const site = await siteOf(page)
  const { store_id, till_id } = site, goods = sellable(site).slice(0, 4)
  const weighed = await ask<Article>(page, '/api/goods', {
    op_key: randomUUID(), barcode: null, name: '云岭高山散养走地鸡礼盒装整只称重', category: '生鲜', unit: 'kg',
    sold_by: 'weight', list_price_fen: 12_880, member_price_fen: 11_880,
  })
  const enrol = (phone: string, name: string) => ask<{ id: string }>(page, '/api/members', {
    op_key: randomUUID(), store_id, phone, name, birthday: null, consent_service: true,
    consent_marketing: false,
  })
  const { id: member_id } = await enrol('13912345678', long_name)
  await enrol('13912340000', '小雨☂️👩‍👩‍👧🎉')
  await ask(page, `/api/members/${member_id}/top-ups`, {
    op_key: randomUUID(), store_id, till_id, principal_fen: 100_000, bonus_fen: 20_000,
    tender: { kind: 'cash', tendered_fen: 100_000 },
  })
  const order = {
    store_id, till_id, member_id, points: 0,
    lines: goods.map(({ id }) => ({ sku_id: id, qty_m: 3_000 })).concat({ sku_id: weighed.id, qty_m: 1_250 }),
  }
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
    op_key: randomUUID(), store_id, till_id, reason: '质量问题', lines: [{ line: 1, qty_m: 1_000 }],
  })
  return { goods, weighed, member_id, sale_id }
}

type Size = { width: number; height: number }
type Watch = Pick<Look, 'lang' | 'dark'> & { sizes: readonly [Size, Size]; axe_at: Size; touch: boolean }

/**
 * A page that is looked at in two sizes, screen by screen, and everything that is wrong there, so that one
 * run tells all of it.
 */
async function openWatched({ lang, dark = false, sizes, axe_at, touch }: Watch) {
  const { page, faults } = await openPage(stage, { ...sizes[0], lang, dark })
  const wrong: string[] = []
  async function seeScreen(screen: string) {
    for (const size of sizes.toReversed()) {
      await page.setViewportSize(size)
      for (const fault of await wrongHere(page, { axe: size === axe_at, touch }))
        wrong.push(`${size.width} ${lang}, ${screen}: ${fault}`)
    }
  }
  return { page, seeScreen, wrong: () => [...wrong, ...faults.filter(unexpected)] }
}

/** Before anybody is signed in the server says so; a barcode nobody knows is not found. Both are answers. */
const unexpected = (fault: string) => !/401.*\/api\/session$/.test(fault) && !fault.includes(unknown_barcode)

const languages = ['zh', 'en'] as const
const wide: Size = { width: 1366, height: 768 }, square: Size = { width: 1024, height: 768 }

test.concurrent.for(languages)('the till fits, can be touched and read, and is quiet: %s', async (lang) => {
  const axe_at = lang === 'zh' ? wide : square
  const { page, seeScreen, wrong } = await openWatched({ lang, sizes: [wide, square], axe_at, touch: true })
  await within(page, `till-${lang}`, async () => {
    await page.goto(`${stage.url()}/till/`)
    await page.locator('input[name="password"]').waitFor()
    await seeScreen('sign-in')
    await signIn(page, `${stage.url()}/till/`)
    await page.locator('.places').waitFor()
    await seeScreen('which till')
    await takeTill(page)
    await seeScreen('empty counter')
    await walkCounter(page, seeScreen)
    await walkPay(page, seeScreen)
    await walkSheets(page, seeScreen)
    await walkReturn(page, seeScreen)
  })
  expect(wrong()).toEqual([])
  await page.context().close()
})

type See = (screen: string) => Promise<void>

const chosen = (page: Page) => page.locator('.mem .n1', { hasText: long_name }).waitFor()
const openDialog = (page: Page) => page.locator('dialog[open]').last()

async function walkCounter(page: Page, seeScreen: See) {
  for (const article of shop.goods) await scan(page, article)
  await page.keyboard.type('5678')
  await page.keyboard.press('Enter')
  await chosen(page)
  await seeScreen('basket with a member')
  await page.locator('#box').fill(shop.goods[0]!.name.slice(0, 1))
  await page.locator('[role=option]').first().waitFor()
  await seeScreen('goods found')
  await page.locator('#box').fill('小雨')
  await see(page, '139****0000')
  await seeScreen('members found')
  await page.keyboard.press('Escape')
  const more = page.locator('button.dots')
  if (await more.count() === 0) return
  await more.click()
  await seeScreen('all categories')
  await more.click()
}

async function walkPay(page: Page, seeScreen: See) {
  await page.keyboard.press('F12')
  await openDialog(page).waitFor()
  for (const key of ['F1', 'F2', 'F3', 'F4']) {
    await page.keyboard.press(key)
    await seeScreen(`pay, ${key}`)
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('F12')
  await page.locator('.fin[aria-disabled="true"]').waitFor()
  await page.waitForFunction(() => document.querySelector('.finwhy')?.textContent?.match(/\d/) != null)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.locator('.done .paper').waitFor()
  await seeScreen('paid')
  await page.keyboard.press('Enter')
  await openDialog(page).waitFor({ state: 'detached' })
}

async function walkSheets(page: Page, seeScreen: See) {
  await page.keyboard.type('5678')
  await page.keyboard.press('Enter')
  await chosen(page)
  for (const [key, screen] of [['F9', 'top-up'], ['F4', 'enrol'], ['F8', 'reprint']] as const) {
    await page.keyboard.press(key)
    await openDialog(page).waitFor()
    await seeScreen(screen)
    await page.keyboard.press('Escape')
  }
  await scan(page, { barcodes: [unknown_barcode], name: unknown_barcode })
  await page.locator('.last.bad button').click()
  await seeScreen('new article')
  await page.keyboard.press('Escape')
  await page.locator('#box').fill(shop.weighed.name)
  await page.locator('[role=option]').first().waitFor()
  await page.keyboard.press('Enter')
  await openDialog(page).waitFor()
  await seeScreen('weigh')
  await page.keyboard.press('Escape')
  await page.locator('.t-top .right > button').first().click()
  await seeScreen('another till')
  await page.keyboard.press('Escape')
}

async function walkReturn(page: Page, seeScreen: See) {
  await page.keyboard.press('F7')
  await page.locator('.sales button').first().waitFor()
  await seeScreen('which sale')
  await page.locator('.sales button').last().click()
  await page.locator('.back-lines').waitFor()
  await seeScreen('what comes back')
  await page.locator('.return-head .key').last().click()
  await page.locator('.cells').waitFor()
  await seeScreen('all comes back')
  await page.keyboard.press('Escape')
}

const desk: Size = { width: 1440, height: 900 }, phone: Size = { width: 390, height: 844 }

test.concurrent.for(languages)('the console fits, can be read, and is quiet: %s', async (lang) => {
  const { member_id, sale_id, goods: [article] } = shop
  const pages = [
    'today', 'members', `members/${member_id}`, `members/${member_id}?show=principal`, 'goods',
    'goods?form=new', `goods/${article!.id}`, `goods/${article!.id}?form=price`, 'orders',
    `orders/${sale_id}`, 'orders?search=NONE', 'me', 'nowhere',
  ]
  const { page, seeScreen, wrong } = await openWatched({
    lang, dark: lang === 'en', sizes: [desk, phone], axe_at: lang === 'zh' ? desk : phone, touch: false,
  })
  await within(page, `console-${lang}`, async () => {
    await page.goto(`${stage.url()}/admin/`)
    await page.locator('input[name="password"]').waitFor()
    await seeScreen('sign-in')
    await signIn(page, `${stage.url()}/admin/`)
    for (const path of pages) {
      await page.goto(`${stage.url()}/admin/${path}`)
      await page.locator('h1, .empty').first().waitFor()
      await seeScreen(path)
    }
    await page.keyboard.press('Control+k')
    await page.locator('.find-box input').waitFor()
    await page.keyboard.type('5678')
    await page.locator('#found [role=option]').first().waitFor()
    await seeScreen('the finder')
  })
  expect(wrong()).toEqual([])
  await page.context().close()
})
