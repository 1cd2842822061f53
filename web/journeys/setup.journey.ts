import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { wrongHere } from './test/looks.ts'
import { openPage, see, setStage, setupCode, within } from './test/stage.ts'

const stage = setStage({ bare: true })

const words = {
  zh: {
    code: '安装码', chain: '公司名称', chain_code: '公司代码', store: '店名', store_code: '店代码', same: '和公司同名',
    name: '姓名', phone: '手机号', password: '密码', again: '再写一遍密码', next: '下一步', finish: '建好公司并登录',
    back: '上一步',
  },
  en: {
    code: 'Setup code', chain: 'Company name', chain_code: 'Company code', store: 'Store name',
    store_code: 'Store code', same: 'Same as the company', name: 'Name', phone: 'Mobile number',
    password: 'Password', again: 'Password once more', next: 'Next', finish: 'Make the company and sign in',
    back: 'Back',
  },
}
type Words = typeof words.zh

const sizes = [{ width: 1440, height: 900 }, { width: 390, height: 844 }]

function watch(page: Page) {
  const wrong: string[] = []
  return {
    wrong,
    async look(screen: string) {
      for (const size of sizes.toReversed()) {
        await page.setViewportSize(size)
        for (const fault of await wrongHere(page, { axe: true, touch: size.width < 760 }))
          wrong.push(`${size.width}, ${screen}: ${fault}`)
      }
    },
  }
}

/** From the front door to the last step, with a fault on the way at every step. */
async function walk(page: Page, say: Words, look: (screen: string) => Promise<void>) {
  const field = (label: string) => page.getByLabel(label, { exact: true })
  const next = page.getByRole('button', { name: say.next })
  await page.goto(stage.url())
  await field(say.code).fill('aaaa-bbbb-cccc')
  await next.click()
  await page.locator('.err').waitFor()
  await look('wrong code')
  await field(say.code).fill(setupCode(stage).toUpperCase())
  await next.click()

  await field(say.chain).waitFor()
  await next.click()
  await look('company, empty')
  await field(say.chain).fill('云上茶铺')
  await field(say.chain_code).fill('yunshang')
  await page.reload()
  expect(await field(say.chain).inputValue()).toBe('云上茶铺')
  await next.click()

  await field(say.store).fill('青石巷店')
  await field(say.store_code).fill('Q5')
  await next.click()
  await look('store, wrong')
  await field(say.store_code).fill('QS')
  await page.getByRole('button', { name: say.same }).click()
  await next.click()

  await field(say.name).fill('沈云')
  await field(say.phone).fill('139 0000 0001')
  await field(say.password).fill('1234567890')
  await field(say.again).fill('1234567890')
  await page.getByRole('button', { name: say.finish }).click()
  await look('owner, weak password')
  await field(say.password).fill('teapot-seven-wicker')
  await field(say.again).fill('teapot-seven-wicker')
}

test('a new installation is set up in the browser, step by step, in both languages', async () => {
  const english = await openPage(stage, { ...sizes[0]!, lang: 'en', dark: true })
  const first = watch(english.page)
  await within(english.page, 'setup-en', async () => {
    await walk(english.page, words.en, first.look)
    await english.page.getByRole('button', { name: words.en.back }).click()
    expect(await english.page.getByLabel('Store name').inputValue()).toBe('青石巷店')
  })

  const { page } = await openPage(stage, { ...sizes[0]!, lang: 'zh' })
  const { look, wrong } = watch(page)
  await within(page, 'setup-zh', async () => {
    await walk(page, words.zh, look)
    await page.getByRole('button', { name: words.zh.finish }).click()
    await page.locator('.done-next').waitFor()
    await look('done')
    await page.getByRole('link', { name: '去管理后台' }).click()
    await see(page, '云上茶铺')
    await page.goto(`${stage.url()}/setup/`)
    await see(page, '云上茶铺 安好家了')
  })
  await within(english.page, 'setup-over', async () => {
    // Cleared where the setup's own page is not open: it would write what was typed down again.
    await english.page.goto(`${stage.url()}/health`)
    await english.page.evaluate(() => sessionStorage.clear())
    await english.page.goto(`${stage.url()}/setup/`)
    await see(english.page, 'Somebody lives here already')
    await first.look('over')
  })
  expect([...wrong, ...first.wrong]).toEqual([])
  await english.page.context().close()
  await page.context().close()
})
