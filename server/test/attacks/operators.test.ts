import { afterAll, expect, test } from 'vitest'
import { writeWording } from '#contract/consents.ts'
import * as contract from '#contract/operators.ts'
import { addRole, addStaff } from '#contract/org.ts'
import { inChain, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { hashOf } from '#kernel/once.ts'
import { openBrowser, told } from '#test/browser.ts'
import { ask } from '#test/served.ts'
import { cookieIn, grantFor, newOperator } from '#test/isolation/people.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
afterAll(async () => { await stage.end() })
const { app, as, world } = stage

const signedIn = async (given: { phone: string; password: string; from: string; mark?: string }) =>
  await ask(app, contract.signInOperator, {
    phone: given.phone, password: given.password,
    as: { remoteAddress: given.from, cookie: given.mark ?? '' },
  })

test('a thousand addresses guess at an operator no faster than one; their own browser goes on', async () => {
  const [{ phone, password }, other] = [await newOperator({ app, world }), await newOperator({ app, world })]
  const give = async (from: string, given: string, mark?: string) =>
    told(await signedIn({ phone, password: given, from, ...mark === undefined ? {} : { mark } }))
  const known = await signedIn({ phone, password, from: '10.4.0.1' })
  expect(known.cookies.find(({ name }) => name === 'shuke_desk'))
    .toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
  const mine = cookieIn(known, 'shuke_desk')
  const theirs = cookieIn(await signedIn({ ...other, from: '10.4.0.2' }), 'shuke_desk')
  for (let i = 0; i < 5; i += 1) expect(await give(`10.4.1.${i}`, 'guess')).toBe('operator_sign_in_wrong')
  for (const made_up of ['', theirs, 'shuke_desk=x.y', `${mine}A`])
    expect([made_up, await give('10.4.2.1', password, made_up)]).toEqual([made_up, 'sign_in_too_often'])
  expect(await give('10.4.2.2', password, mine)).toBe(200)
  for (let i = 0; i < 5; i += 1)
    expect(await give('10.4.0.1', 'guess', mine)).toBe('operator_sign_in_wrong')
  expect(await give('10.4.0.1', password, mine)).toBe('sign_in_too_often')
})

test('nobody lets an operator do what they may not do themselves', async () => {
  const { phone } = await newOperator({ app, world })
  const role = await as('owner', addRole, {
    name: '对接人', scope: 'chain', permissions: ['operators.admit', 'sales.read'],
  })
  const hired = await as('owner', addStaff, {
    name: '对接人', phone: '13700001111', role_id: role.body['id'], store_ids: [], region_ids: [],
  })
  const { staff } = hired.body as unknown as { staff: { id: string } }
  await inChain(world.db, world.chain_id, (tx) =>
    sql`update org.staff set first_password = false where id = ${staff.id}`.execute(tx))
  const giver = { cookie: await stage.sessionOf(staff.id) }
  const admit = async (permissions: string[]) =>
    (await as(giver, contract.admitOperator, { ...grantFor(phone), permissions })).told
  expect(await admit(['sales.read', 'settings.edit'])).toBe('grant_beyond_you')
  expect(await admit(['sales.read'])).toBe(200)
})

test('what is remembered of a grant is no digest of a phone that anybody could make', async () => {
  const { phone } = await newOperator({ app, world })
  const { op_key, ...input } = grantFor(phone)
  const first = await as('owner', contract.admitOperator, { ...input, op_key })
  const again = await as('owner', contract.admitOperator, { ...input, op_key })
  expect([again.told, again.body['id']]).toEqual([200, first.body['id']])
  const other = { ...input, op_key, phone: '13700002222' }
  expect((await as('owner', contract.admitOperator, other)).told).toBe('operator_unknown')
  const [kept] = await inChain(world.db, world.chain_id, async (tx) => (await sql<{ input_hash: string }>`
    select input_hash from kernel.once where op_key = ${op_key}`.execute(tx)).rows)
  expect(kept!.input_hash).not.toBe(hashOf(input))
})

test('a visitor does not write what the chain\'s members agree to', async () => {
  const { phone, cookie } = await newOperator({ app, world })
  await as('owner', contract.admitOperator, { ...grantFor(phone), op_key: newId() })
  const entered = await ask(app, contract.enterChain, { chain_id: world.chain_id, as: { cookie } })
  const visitor = { cookie: cookieIn(entered) }, words = '同意接收我们的消息，随时可以取消'
  const writing = { kind: 'marketing', zh: words, en: words }
  expect((await as(visitor, writeWording, writing)).told).toBe('not_permitted')
  expect((await as('owner', writeWording, writing)).told).toBe(200)
})

test('a chain\'s own browsers are not known at the operators\' door', async () => {
  const browser = openBrowser(app, world)
  await browser.signIn('owner')
  const { phone, password } = await newOperator({ app, world })
  for (let i = 0; i < 5; i += 1) await signedIn({ phone, password: 'guess', from: `10.3.1.${i}` })
  const mark = `shuke_desk=${browser.cookies.get('shuke_browser')!}`
  expect(told(await signedIn({ phone, password, from: '10.3.2.1', mark }))).toBe('sign_in_too_often')
})
