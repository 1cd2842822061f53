import { beforeAll, expect, test } from 'vitest'
import { enterConsole, walkEmpty, walkFailing, walkOpened, walkPages } from './test/console-walk.ts'
import { fillShop } from './test/shop.ts'
import type { Shop } from './test/shop.ts'
import { owner, setStage, within } from './test/stage.ts'
import {
  enterTill, unknown_barcode, walkCounter, walkEmptyTill, walkOffline, walkPay, walkPeople, walkPrice,
  walkReturn, walkSheets,
} from './test/till-walk.ts'
import { desk, languages, openWatched, phone, square, wide } from './test/watch.ts'

const stage = setStage()
const empty_chain = 'empty'
const failing = { zh: '出了点问题，已经记下来了', en: 'Something went wrong on our side' }
let shop: Shop

beforeAll(async () => {
  const { phone: tel, password } = owner
  await stage.shuke('chain', 'create', '--code', empty_chain, '--name', '南塘桥新开的店', '--store', '南塘桥店',
    '--store-code', 'NT', '--owner-name', '张青禾', '--phone', tel, '--password', password)
  shop = await fillShop(stage)
})

/** Both looks: one language in the light and by axe at the desk, the other dark and by axe in the hand. */
const consoleLook = (lang: 'zh' | 'en') => ({
  lang, dark: lang === 'en', sizes: [desk, phone] as const, axe_at: lang === 'zh' ? desk : phone,
})
const tillLook = (lang: 'zh' | 'en') => ({
  lang, sizes: [wide, square] as const, axe_at: lang === 'zh' ? wide : square,
})

test.concurrent.for(languages)('the till fits, can be touched and read, and is quiet: %s', async (lang) => {
  // A barcode nobody knows, a wrong PIN and a lost network are answers.
  const expected = new RegExp(`${unknown_barcode}|here$|till/session$|ERR_INTERNET_DISCONNECTED`)
  const watched = await openWatched(stage, { ...tillLook(lang), expected })
  const { page, wrong } = watched
  await within(page, `till-${lang}`, async () => {
    await enterTill(watched, { address: `${stage.url()}/till/`, till: lang === 'zh' ? 1 : 2 })
    await walkCounter(watched, shop)
    await walkPay(watched)
    await walkSheets(watched, shop)
    await walkPeople(watched)
    await walkPrice(watched, shop)
    await walkReturn(watched)
    await walkOffline(watched)
  })
  expect(wrong()).toEqual([])
  await page.context().close()
})

test.concurrent.for(languages)('the console fits, can be read, and is quiet: %s', async (lang) => {
  const watched = await openWatched(stage, consoleLook(lang))
  await within(watched.page, `console-${lang}`, async () => {
    await enterConsole(watched, `${stage.url()}/admin/`, owner.chain_code)
    await walkPages(watched, shop)
    await walkOpened(watched, shop)
  })
  expect(watched.wrong()).toEqual([])
  await watched.page.context().close()
})

test.concurrent.for(languages)('a new chain and a failing server look as they should: %s', async (lang) => {
  const expected = /status of 500/
  const office = await openWatched(stage, { ...consoleLook(lang), expected })
  await within(office.page, `console-empty-${lang}`, async () => {
    await enterConsole(office, `${stage.url()}/admin/`, empty_chain)
    await walkEmpty(office)
    await walkFailing(office, failing[lang])
  })
  const counter = await openWatched(stage, { ...tillLook(lang), expected })
  await within(counter.page, `till-empty-${lang}`, async () => {
    await enterTill(counter, { address: `${stage.url()}/till/`, chain_code: empty_chain })
    await walkEmptyTill(counter, failing[lang])
  })
  expect([...office.wrong(), ...counter.wrong()]).toEqual([])
  for (const { page } of [office, counter]) await page.context().close()
})
