import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { enrolByCode, listDevices, makeEnrolCode } from '#contract/access.ts'
import { askApproval } from '#contract/approvals.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { askExport } from '#contract/exports.ts'
import { addBarcode, createGoods } from '#contract/goods.ts'
import { enrolMember } from '#contract/members.ts'
import { addRegion, addRole, addStore, addTill } from '#contract/org.ts'
import { putPicture } from '#contract/pictures.ts'
import { readSale, settleSale } from '#contract/sales.ts'
import { topUp } from '#contract/value.ts'
import { inChain } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Counter } from '#modules/sales/sales.ts'
import sharp from 'sharp'
import { ask } from '../served.ts'
import { newPerson, newPhone, sessionOf, signedIn } from './people.ts'
import type { Caller, Place } from './people.ts'

/** Everything that an id in the contract can name. */
export const kinds = [
  'store', 'till', 'device', 'region', 'role', 'staff', 'staff_phone', 'session', 'sku', 'barcode', 'picture',
  'member', 'phone', 'sale', 'receipt', 'token', 'approval', 'export', 'grant', 'operator_phone',
  'invitation', 'chain',
] as const
export type Kind = (typeof kinds)[number]
/** One thing of each kind, where there is one. */
export type Things = { readonly [One in Kind]?: string | undefined }

/** What a member elsewhere holds; with it the usual plan gives a bonus. */
export const held = { jy: 440_000, other: 480_000 } as const
export const bonus_fen = 20_000

/** Names of what others have: whoever meets one of these where they should not has found a leak. */
export const signs = { jy: '锦云', other: '邻家' } as const
/** Amounts found even in a sum: 桂花路店 comes nowhere near that of 锦云坊店, nor the chain near the strangers'. */
export const amounts: Record<'gh' | 'jy' | 'other', number> = { gh: 500, jy: 9_000_000, other: 600_000_000 }

export type Shelf = Place & { counter: Counter }
/** Who makes things, where, and how what they make is called. */
export type Maker = { by: Caller; store_id: string; till_id: string; sign?: string }

type IdOf = (endpoint: Endpoint, request: object) => Promise<string>

type Named = (what: string) => string

const orgMakers = (idOf: IdOf, { store_id, named }: { store_id: string; named: Named }) => ({
  till: () => idOf(addTill, { store_id }),
  region: () => idOf(addRegion, { name: named('片区') }),
  role: () => idOf(addRole, { name: named('岗位'), scope: 'own', permissions: ['goods.read'] }),
  store: () => idOf(addStore, { ...storeFacts(named('店')), code: codeOf(), tills: 1 }),
})

/** Makes fresh things through the doors. Whatever refuses is a fault of the walk, told at once. */
export function makers(shelf: Shelf, { by, store_id, till_id, sign = '' }: Maker) {
  const done = async <Reply>(endpoint: Endpoint, request: object, caller = by): Promise<Reply> => {
    const response = await ask(shelf.app, endpoint, { ...request, as: { cookie: caller.cookie } })
    if (response.statusCode !== 200)
      throw new Error(`${caller.name} made nothing by ${endpoint.method} ${endpoint.path}: ${response.body}`)
    return response.json<Reply>()
  }
  const idOf = async (endpoint: Endpoint, request: object, caller = by): Promise<string> =>
    (await done<{ id: string }>(endpoint, request, caller)).id
  const named = (what: string): string => `${sign}${what}${randomInt(1e9)}`
  const make = {
    done, named,
    ...orgMakers(idOf, { store_id, named }),
    person: (store = store_id) => newPerson(shelf, store, named('店员')),
    session: async (caller = by) => sessionOf(shelf, await signedIn(shelf, caller.phone)),
    sku: (list_price_fen = amounts.gh) =>
      idOf(createGoods, { ...goodsFacts(named('货')), list_price_fen }),
    async barcode(sku_id: string): Promise<string> {
      const barcode = newBarcode()
      await done(addBarcode, { sku_id, barcode })
      return barcode
    },
    async picture(sku_id: string): Promise<string> {
      const file = await painted()
      return (await done<{ picture: string }>(putPicture, { sku_id, file, file_type: 'image/png' })).picture
    },
    member: (caller = by, phone = newPhone()) => idOf(enrolMember, {
      op_key: newId(), store_id, phone, name: named('会员'), consent_service: true, consent_marketing: false,
    }, caller),
    topUp: (member_id: string, principal_fen: number) => done(topUp, {
      member_id, op_key: newId(), store_id, till_id, principal_fen, bonus_fen,
      tender: { kind: 'cash', tendered_fen: principal_fen },
    }),
    async sale(sku_id: string, { caller = by, qty_m = 1_000, price_fen = amounts.gh } = {}): Promise<string> {
      const input = saleOf({ store_id, till_id, sku_id, qty_m, payable_fen: price_fen * qty_m / 1_000 })
      // Somebody who may not sell can have sold: their role was another one then.
      const who = caller.permissions.has('sales.settle') ? null : caller.who
      const sold = who ? await shelf.counter.settle({ kind: 'sale', who, input: input as never })
        : await done<{ sale_id: string }>(settleSale, input, caller)
      return sold.sale_id
    },
    /** What is printed on a sale's receipt. */
    receipt: (sale_id: string, caller = by) =>
      done<{ receipt_no: string; token: string }>(readSale, { sale_id }, caller),
    approval: async (about: object, caller = by) =>
      (await done<{ approval: { id: string } }>(askApproval, { op_key: newId(), store_id, about }, caller))
        .approval.id,
    export: (caller = by) => idOf(askExport, exportOf(), caller),
    async device(till = till_id): Promise<string> {
      const enrolment = { store_id, till_id: till, name: named('屏') }
      const { code } = await done<{ code: string }>(makeEnrolCode, enrolment)
      await ask(shelf.app, enrolByCode, { code })
      const { rows } = await done<{ rows: { id: string; till_id: string; revoked_at: string | null }[] }>(
        listDevices, { store_id })
      return rows.find((one) => one.till_id === till && one.revoked_at === null)!.id
    },
    within: inChain.bind(null, shelf.world.db, shelf.world.chain_id),
  }
  return make
}
export type Make = ReturnType<typeof makers>

type Sells = { qty_m?: number; price_fen?: number; tops_up_fen?: number }

/** One thing of every kind that stands in a store. */
export async function thingsOf(
  shelf: Shelf, maker: Maker, { sku, region, sells }: { sku: string; region: string; sells: Sells },
): Promise<Things> {
  const make = makers(shelf, maker), { by } = maker
  const person = await make.person(), phone = newPhone(), sale = await make.sale(sku, sells)
  const member = await make.member(by, phone)
  if (sells.tops_up_fen) await make.topUp(member, sells.tops_up_fen)
  const { receipt_no, token } = await make.receipt(sale)
  return {
    store: maker.store_id, till: maker.till_id, device: await make.device(), region, staff: person.staff_id,
    staff_phone: person.phone, session: by.session_id, member, phone, sale,
    receipt: receipt_no, token, export: await make.export(),
    approval: await make.approval({ act: 'return_over', sale_id: sale, amount_fen: 1 }),
  }
}

const codeOf = (): string => Array.from({ length: 6 }, () => String.fromCharCode(65 + randomInt(26))).join('')
export const storeFacts = (name: string) => ({
  name, region_id: null as string | null, ownership: 'direct', legal_entity: name, credit_code: null,
  cutoff_hour: 0, hours: null, address: '', phone: '',
})
export const goodsFacts = (name: string) => ({
  op_key: newId(), name, category: '蔬菜', barcode: null as string | null, unit: '件', sold_by: 'piece',
  list_price_fen: amounts.gh, member_price_fen: null,
})
export const saleOf = (
  { sku_id, qty_m = 1_000, payable_fen = amounts.gh, ...at }:
  { store_id: string; till_id: string; sku_id: string; qty_m?: number; payable_fen?: number },
) => ({
  op_key: newId(), ...at, member_id: null as string | null, points: 0, payable_fen,
  lines: [{ sku_id, qty_m }],
  tenders: [{ kind: 'cash', amount_fen: payable_fen, tendered_fen: payable_fen }],
})
export const exportOf = () => ({
  op_key: newId(), what: 'goods', format: 'csv', language: 'zh', filters: {}, columns: ['name'], reason: '盘点',
})

/** A barcode that nobody has, with its check digit. */
export function newBarcode(): string {
  const digits = `69${String(randomInt(1e10)).padStart(10, '0')}`
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - sum % 10) % 10}`
}

export const painted = async (): Promise<Buffer> => {
  const [r, g, b] = randomBytes(3) as unknown as [number, number, number]
  const create = { width: 8, height: 8, channels: 3, background: { r, g, b } } as const
  return await sharp({ create }).png().toBuffer()
}

const token_signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Something of another chain that nobody has told anything of yet. */
export async function takenBy(shelf: Shelf, maker: Maker, kind: Kind): Promise<string | undefined> {
  const make = makers(shelf, maker), phone = newPhone()
  if (kind === 'barcode') return await make.barcode(await make.sku())
  if (kind === 'staff_phone') return (await make.person()).phone
  if (kind === 'sku') return await make.sku()
  if (kind === 'sale') return await make.sale(await make.sku())
  if (kind !== 'phone') return undefined
  await make.member(maker.by, phone)
  return phone
}

/** A value of the form of a kind that names nothing anywhere. */
export function nobodys(kind: Kind): string {
  if (kind === 'receipt') return `GH1-260101-${randomInt(1_000, 9_999)}`
  if (kind === 'token') return Array.from({ length: 26 }, () => token_signs[randomInt(32)]!).join('')
  if (kind === 'barcode') return newBarcode()
  if (kind === 'picture') return randomBytes(32).toString('hex')
  if (kind === 'phone' || kind === 'staff_phone' || kind === 'operator_phone') return newPhone()
  return randomUUID()
}
