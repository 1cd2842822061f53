import type { Page } from '@playwright/test'
import { see } from './stage.ts'

/** Makes a passer-by a member at the till, who is then the member of the basket. */
export async function enrol(page: Page, { phone, name }: { phone: string; name: string }): Promise<void> {
  await page.keyboard.press('F4')
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('手机号').fill(phone)
  await sheet.getByLabel('姓名').fill(name)
  await sheet.getByLabel('同意成为会员').check()
  await sheet.getByRole('button', { name: '入会' }).click()
  await see(page, `${phone.slice(0, 3)}****${phone.slice(-4)}`)
}

/** One step of the plan, in cash; `after` is the balance that the till then shows. */
export async function topUp(page: Page, { step, after }: { step: RegExp; after: string }): Promise<void> {
  await page.keyboard.press('F9')
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: step }).click()
  await sheet.getByRole('button', { name: /^充值/ }).last().click()
  await see(page, '充值成功')
  await page.keyboard.press('Enter')
  await see(page, after)
}

/** Opens the return of a receipt and takes so many pieces of its first line, for a reason. */
export async function chooseReturn(page: Page, receipt: string, pieces: number): Promise<void> {
  await page.keyboard.press('F7')
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('小票号').fill(receipt)
  await page.keyboard.press('Enter')
  const oneMore = sheet.getByRole('button', { name: /^加一件/ }).first()
  for (let piece = 0; piece < pieces; piece += 1) await oneMore.click()
  await sheet.getByRole('button', { name: '质量问题' }).click()
}

/** The number on the receipt that lies in front of the cashier. */
export async function receiptInHand(page: Page): Promise<string> {
  return /[A-Z]+\d+-\d{6}-\d{4}/.exec(await page.getByRole('dialog').innerText())![0]
}
