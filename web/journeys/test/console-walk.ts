import type { Page } from '@playwright/test'
import { signIn } from './stage.ts'
import type { Shop } from './shop.ts'
import type { Watched } from './watch.ts'

/** Every page of the console that is a list or stands alone. */
const heads = [
  'today', 'approvals', 'members', 'goods', 'orders', 'stores', 'staff', 'roles', 'settings', 'audit',
  'operators', 'exports', 'me',
] as const

const pagesOf = ({ member_id, sale_id, goods: [article], staff_id, store_id }: Shop) => [
  ...heads, `members/${member_id}`, `members/${member_id}?show=principal`, `members/${member_id}?form=adjust`,
  'goods?form=new', `goods/${article!.id}`, `goods/${article!.id}?form=price`, `orders/${sale_id}`,
  'orders?search=NONE', 'stores?form=new', 'stores?form=regions', `stores/${store_id}`,
  `stores/${store_id}?form=edit`, 'staff?form=new', `staff/${staff_id}`, `staff/${staff_id}?form=edit`,
  'roles?role=new', 'settings?edit=approve_return_over_fen', 'settings?edit=top_up_plan',
  'settings?edit=features_off', 'settings?edit=label_layouts', 'settings?history=approve_return_over_fen',
  'approvals?waiting=no', 'operators?form=new', 'api', 'nowhere',
]

/** Signs in to the console as the owner of a chain; what stands before it is looked at too. */
export async function enterConsole({ page, see }: Watched, address: string, chain_code: string) {
  await page.goto(address)
  await page.locator('input[name="password"]').waitFor()
  await see('sign-in')
  await signIn(page, address, chain_code)
  await page.locator('.nav').waitFor()
}

/** To another page without loading everything again, as a link does. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => { history.pushState({}, '', `/admin/${to}`) }, path)
  await page.locator('main .h1, main .empty, main .failed').first().waitFor()
}

/** All pages of a shop in which much has happened. */
export async function walkPages({ page, see }: Watched, shop: Shop): Promise<void> {
  for (const path of pagesOf(shop)) {
    await go(page, path)
    if (path.includes('form=') || path.includes('edit=') || path.includes('history='))
      await page.waitForFunction(() => document.querySelectorAll('.ant-drawer-section').length === 1)
    await see(path)
  }
}

/** What opens over a page by a tap or a key. */
export async function walkOpened({ page, see }: Watched, { store_id }: Shop): Promise<void> {
  const opened: [name: string, path: string, open: () => Promise<unknown>][] = [
    ['one act', 'audit?verb=setting.change', () => page.locator('.row-to').first().click()],
    ['one request', 'approvals', () => page.locator('.row-to').first().click()],
    ['an export', 'orders', () => page.locator('.list-tools button').last().click()],
    ['the columns', 'orders', () => page.locator('.list-tools button').first().click()],
    ['an enrolment code', `stores/${store_id}`, () => makeCode(page)],
    ['another password', 'me', () => page.locator('.guards .btn').first().click()],
    ['a second factor', 'me', () => page.locator('.guards .btn').nth(1).click()],
    ['the finder', 'today', () => find(page)],
  ]
  for (const [name, path, open] of opened) {
    await go(page, 'nowhere')
    await go(page, path)
    await open()
    await see(name)
    await page.keyboard.press('Escape')
  }
}

async function makeCode(page: Page) {
  await page.locator('.till-deeds button').first().click()
  await page.locator('input[name="name"]').fill('前台靠窗左手边第二台双屏收银机')
  await page.keyboard.press('Enter')
  await page.locator('.enrol-code').waitFor()
}

async function find(page: Page) {
  await page.keyboard.press('Control+k')
  await page.locator('.find-box input').waitFor()
  await page.keyboard.type('5678')
  await page.locator('#found [role=option]').first().waitFor()
}

/** Every page of a chain in which nothing has happened yet. */
export async function walkEmpty({ page, see }: Watched): Promise<void> {
  for (const path of heads) {
    await go(page, path)
    await see(`${path}, empty`)
  }
}

/** Every page when the server fails. */
export async function walkFailing({ page, see }: Watched, message: string): Promise<void> {
  const body = JSON.stringify({ code: 'internal', message, params: {}, request_id: '0190-fail' })
  await page.route(/\/api\/(?!session|live)/, (route) =>
    route.fulfill({ status: 500, contentType: 'application/json', body }))
  await page.reload()
  for (const path of heads) {
    await go(page, path)
    await page.locator('.failed').first().waitFor()
    await see(`${path}, failing`)
  }
}
