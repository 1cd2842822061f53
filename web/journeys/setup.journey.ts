import { expect, test } from 'vitest'
import { see, setStage, setupCode, within } from './test/stage.ts'
import { desk, openWatched, phone } from './test/watch.ts'
import type { Watched } from './test/watch.ts'

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

/** In the hand and at a desk; a code that does not hold and a strange browser are answered with a no. */
const both_sizes = { sizes: [desk, phone] as const, expected: /status of 4\d\d/ }

/** From the front door to the last step, with a fault on the way at every step. */
async function walk({ page, see: look }: Watched, say: Words) {
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
  const english = await openWatched(stage, { ...both_sizes, lang: 'en', dark: true, axe_at: phone })
  await within(english.page, 'setup-en', async () => {
    await walk(english, words.en)
    await english.page.getByRole('button', { name: words.en.back }).click()
    expect(await english.page.getByLabel('Store name').inputValue()).toBe('青石巷店')
  })

  const watched = await openWatched(stage, { ...both_sizes, lang: 'zh', axe_at: desk })
  const { page } = watched
  await within(page, 'setup-zh', async () => {
    await walk(watched, words.zh)
    await page.getByRole('button', { name: words.zh.finish }).click()
    await page.locator('.done-next').waitFor()
    await watched.see('done')
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
    await english.see('over')
  })
  expect([...watched.wrong(), ...english.wrong()]).toEqual([])
  for (const one of [watched, english]) await one.page.context().close()
})

const operator = { name: '陆远航', phone: '13600136000', password: 'harbour-nine-lantern' }

/** Signs in where those who run the installation do. */
async function enterDesk({ page, see: look }: Watched, password: string) {
  await page.goto(`${stage.url()}/setup/operator`)
  await page.locator('input[inputmode="tel"]').fill(operator.phone)
  await look('operator, sign-in')
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
}

test('those who run the installation prepare a company, on pages that fit and can be read', async () => {
  const { name, phone: tel, password } = operator
  const { first_password } = await stage.shuke('operator', 'add', '--name', name, '--phone', tel)
  const watched = await openWatched(stage, { ...both_sizes, lang: 'zh', axe_at: desk })
  const { page, see: seeScreen } = watched
  const field = (label: string) => page.getByLabel(label, { exact: true })
  await within(page, 'operator-zh', async () => {
    await enterDesk(watched, String(first_password))
    await field('现在的密码').fill(String(first_password))
    await seeScreen('operator, first password')
    await field('新密码').fill(password)
    await field('再写一遍密码').fill(password)
    await page.getByRole('button', { name: '改密码' }).click()
    await field('公司名称').fill('西南大区滇中城市群高原特色生鲜连锁直营总公司')
    await field('公司代码').last().fill('gaoyuan')
    await page.getByRole('button', { name: '生成安装码' }).click()
    await page.getByText('的安装码').waitFor()
    await seeScreen('a code handed over')
    await page.getByRole('button', { name: '关闭' }).click()
    await field('公司代码').first().fill('nobody')
    await seeScreen('companies, none found')
  })
  const english = await openWatched(stage, { ...both_sizes, lang: 'en', dark: true, axe_at: phone })
  await within(english.page, 'operator-en', async () => {
    await enterDesk(english, password)
    await see(english.page, 'yunshang')
    await english.see('companies and invitations')
  })
  expect([...watched.wrong(), ...english.wrong()]).toEqual([])
  for (const one of [watched, english]) await one.page.context().close()
})
