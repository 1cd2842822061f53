import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { chooseReturn, enrol, receiptInHand, topUp } from './test/counter.ts'
import { openPage, own_goods, scan, see, setStage, setupCode, within } from './test/stage.ts'

const stage = setStage({ bare: true })

const owner = { name: '沈云', phone: '13900000001', password: 'teapot-seven-wicker' }
const cashier = {
  name: '王秀兰', phone: '13900000002', role: '早班收银', password: 'chrysanthemum lane', pin: '481923',
}
const manager = {
  name: '李国强', phone: '13900000003', role: '店长', password: 'lantern over water', pin: '907254',
}
const store = '青石巷店'
const sugar = { name: '云南白糖 400g', barcodes: ['6901234567892'] }
const water = { name: '农夫山泉 550ml', barcodes: ['6921168509256'] }

test('a chain is set up, sells, takes back with a second person, and the audit has every step', async () => {
  const office = await openPage(stage, { width: 1440, height: 900, lang: 'zh' })
  const counter = await openPage(stage, { width: 1366, height: 768, lang: 'zh' })
  await within(office.page, 'house-office', () => within(counter.page, 'house-counter', async () => {
    await setUp(office.page)
    await stage.shuke('import', 'goods', own_goods, '--chain', 'yunshang')
    await makeRole(office.page)
    await addPerson(office.page, cashier)
    await addPerson(office.page, manager)
    await lowerLimit(office.page)
    await enrolTill(office.page, counter.page)
    for (const person of [manager, cashier]) await beginWork(counter.page, person)
    await openPage2(office.page)
    await sell(counter.page)
  }))
  for (const { faults } of [office, counter])
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
})
