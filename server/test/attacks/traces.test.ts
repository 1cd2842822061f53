import { afterAll, beforeAll, expect, test } from 'vitest'
import { setPin } from '#contract/access.ts'
import * as approvals from '#contract/approvals.ts'
import { listAudit } from '#contract/audit.ts'
import { setConsent } from '#contract/consents.ts'
import * as exports from '#contract/exports.ts'
import { find } from '#contract/finder.ts'
import * as members from '#contract/members.ts'
import { admitOperator } from '#contract/operators.ts'
import * as org from '#contract/org.ts'
import * as privacy from '#contract/privacy.ts'
import { returnSale, settleSale } from '#contract/sales.ts'
import { signIn } from '#contract/session.ts'
import { adjust, topUp } from '#contract/value.ts'
import { newId } from '#kernel/ids.ts'
import pg from 'pg'
import { pagesThrough } from '../../src/http/pages.ts'
import { startPump } from '../../src/http/pump.ts'
import { reactions } from '../../src/http/subscriptions.ts'
import { ask } from '#test/served.ts'
import { newOperator } from '#test/isolation/people.ts'
import { openShop } from '#test/shop.ts'
import { password } from '#test/world.ts'
import { openStage } from './stage.ts'

const stage = await openStage(), shop = openShop(stage.world)
const { as, people, world } = stage, { gh } = world.stores
afterAll(async () => {
  await stage.house.exporter.stop()
  await stage.end()
})

/** Whatever the day was about: found anywhere but in its own column, it is a leak. */
const secrets = {
  name: '欧阳珍珠', old_name: '慕容翡翠', phone: '13712345671', new_phone: '13712345672',
  id_number: '11010519491231002X',
  bank_account: '6222021234567890128', real_name: '欧阳大珍珠', guardian: '司徒守护', guardian_phone: '13712345673',
  birthday: '2019-02-03', note: '怕辣少盐', staff_name: '公孙柜员', staff_phone: '13712345674', password,
  pin: '974310', operator_phone: '13900000001', wrong: 'hunter2-hunter2', asked_for: '13712345675',
} as const

const at = { store_id: gh.id, till_id: gh.tills[0]!.id }
let first_password = ''
beforeAll(async () => {
  stage.house.exporter.start(pagesThrough(stage.house.routes))
  const child = await as('cashier', members.enrolMember, {
    op_key: newId(), store_id: gh.id, phone: secrets.phone, name: secrets.old_name,
    birthday: secrets.birthday,
    consent_service: true, consent_marketing: true,
    guardian: { name: secrets.guardian, phone: secrets.guardian_phone },
  })
  expect(child.told).toBe(200)
  const member_id = child.body['id'] as string
  const done = async (who: Parameters<typeof as>[0], ...rest: [Parameters<typeof as>[1], object?]) => {
    const answer = await as(who, ...rest)
    expect(answer.told, rest[0].path).toBe(200)
    return answer.body as Record<string, unknown>
  }
  await done('store_manager', members.editMember, {
    member_id, name: secrets.name, phone: secrets.new_phone, note: secrets.note,
  })
  await done('store_manager', setConsent, { member_id, kind: 'identity', given: true, channel: 'console' })
  for (const kind of ['real_name', 'id_number', 'bank_account'] as const)
    await done('store_manager', privacy.setIdentity, { member_id, kind, value: secrets[kind] })
  for (const field of ['phone', 'id_number'])
    await done('store_manager', privacy.unmaskMember, { member_id, field, reason: 'verify' })
  await done('store_manager', privacy.exportMember, { member_id, format: 'csv', reason: 'verify' })
  for (const typed of [secrets.name, secrets.new_phone, secrets.asked_for, 'oyzz']) {
    await done('cashier', members.findMembers, { find: typed })
    await done('owner', members.listMembers, { search: typed })
    await done('owner', find, { find: typed })
  }
  await done('owner', exports.askExport, {
    op_key: newId(), what: 'members', format: 'csv', language: 'zh', columns: ['name', 'phone'], reason: '寄卡',
    filters: { search: secrets.new_phone },
  })
  await stage.house.exporter.idle()

  const milk = await shop.goods('鲜牛奶', 100_000)
  await done('cashier', topUp, {
    member_id, op_key: newId(), ...at, principal_fen: 200_000, bonus_fen: 20_000,
    tender: { kind: 'other', reference: 'wx 1' },
  })
  const sold = await done('cashier', settleSale, {
    ...at, op_key: newId(), member_id, points: 0, payable_fen: 100_000,
    lines: [{ sku_id: milk, qty_m: 1_000 }],
    tenders: [{ kind: 'stored_value', amount_fen: 100_000 }],
  })
  const sale_id = sold['sale_id']
  const asked = await done('cashier', approvals.askApproval, {
    op_key: newId(), store_id: gh.id, about: { act: 'return_over', sale_id, amount_fen: 100_000 },
  }) as { approval: { id: string } }
  await done('cashier', approvals.giveApprovalHere, {
    approval_id: asked.approval.id, proof: { by: 'password', phone: people.store_manager.phone, password },
  })
  await done('cashier', returnSale, {
    ...at, sale_id, op_key: newId(), reason: '坏了', lines: [{ line: 1, qty_m: 1_000 }],
    approval_id: asked.approval.id,
  })
  const about = { act: 'adjustment', member_id, account: 'points', amount: 7, reason: 'goodwill' }
  const wanted = await done('region_manager', approvals.askApproval, {
    op_key: newId(), store_id: gh.id, about,
  }) as { approval: { id: string } }
  await done('owner', approvals.giveApproval, { approval_id: wanted.approval.id, note: null })
  await done('region_manager', adjust, {
    ...about, op_key: newId(), store_id: gh.id, approval_id: wanted.approval.id,
  })

  const role_id = (await stage.roleOf('cashier')).id
  const posting = { role_id, store_ids: [gh.id], region_ids: [] }
  const hired = await done('owner', org.addStaff, { name: '新人', phone: secrets.staff_phone, ...posting }) as
    unknown as { staff: { id: string }; first_password: string }
  first_password = hired.first_password
  const { id: staff_id } = hired.staff
  await done('owner', org.changeStaff, { staff_id, name: secrets.staff_name, ...posting })
  await done('owner', org.resetPassword, { staff_id })
  await done('owner', org.dismissStaff, { staff_id })
  await done('cashier', setPin, { password, pin: secrets.pin })
  for (const phone of [people.cashier.phone, secrets.asked_for])
    await ask(stage.app, signIn, { chain_code: world.code, phone, password: secrets.wrong })
  const operator = await newOperator({ app: stage.app, world })
  await done('owner', admitOperator, {
    op_key: newId(), phone: operator.phone, from_at: null, until_at: new Date(Date.now() + 1e7).toISOString(),
    permissions: ['sales.read'], reason: '看看',
  })
  const pump = startPump({
    db: world.db, master: world.master, reactions, report: (error) => { throw error }, round_ms: 3_600_000,
  })
  pump.wake(world.chain_id)
  await pump.idle()
  await pump.stop()
})

const nobodys = '00000000-0000-0000-0000-000000000000'
type Cell = { place: string; text: string }

/** Every value there is, as somebody with a copy of the database reads it. */
async function everyCell(): Promise<Cell[]> {
  const owner = new pg.Client({ connectionString: stage.fresh.owner_url })
  await owner.connect()
  try {
    const { rows: tables } = await owner.query<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)'`)
    const cells: Cell[] = []
    for (const chain of [world.chain_id, nobodys]) {
      await owner.query(`select set_config('app.chain_id', $1, false)`, [chain])
      for (const { name } of tables) cells.push(...await cellsOf(owner, name))
    }
    return cells
  } finally {
    await owner.end()
  }
}

async function cellsOf(owner: pg.Client, table: string): Promise<Cell[]> {
  const { rows } = await owner.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) as row from ${table} t`)
  return rows.flatMap(({ row }) => Object.entries(row).map(([column, value]) =>
    ({ place: `${table}.${column}`, text: typeof value === 'string' ? value : JSON.stringify(value) })))
}

/** In which columns which of the words stand. */
async function whereFound(words: readonly string[]): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>()
  for (const { place, text } of await everyCell())
    for (const word of words.filter((one) => text.includes(one)))
      found.set(place, new Set([...found.get(place) ?? [], word]))
  return found
}

test('after a day of work nothing personal stands but in the columns that are there for it', async () => {
  const found = await whereFound([...Object.values(secrets), first_password])
  expect(Object.fromEntries([...found].map(([place, words]) => [place, [...words]]))).toEqual({
    'members.profiles.name': [secrets.name], 'members.profiles.name_key': [secrets.name],
    'members.profiles.note': [secrets.note], 'members.profiles.birthday': [secrets.birthday],
    'org.staff.name': [secrets.staff_name],
  })
})

test('the scan finds what is there: what a name is found by, and masked forms', async () => {
  const found = await whereFound(['欧阳', '137****5672', 'ouyangzhenzhu'])
  expect([...found.keys()]).toEqual(expect.arrayContaining([
    'members.profiles.name', 'members.grams.gram', 'members.profiles.phone_masked', 'members.profiles.pinyin',
  ]))
  const kept = ['kernel.audit.detail', 'kernel.notes.data', 'kernel.once.answer', 'approvals.requests.about']
  for (const place of kept)
    expect(found.has(place), place).toBe(false)
})

test('the record tells the day in ids and figures, and of a person only that something changed', async () => {
  const { rows } = (await as('owner', listAudit, { limit: 200 })).body
  const details = JSON.stringify(rows.map((row) => row['detail']))
  for (const [what, word] of Object.entries(secrets)) expect(details, what).not.toContain(word)
  expect(details).toContain('"fields":["name","note","phone"]')
})
