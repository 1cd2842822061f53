import type { Endpoint, Reply } from '#contract/endpoint.ts'
import type { FoundKind } from '#contract/finder.ts'
import { find } from '#contract/finder.ts'
import { listGoods } from '#contract/goods.ts'
import { listMembers } from '#contract/members.ts'
import { listStaff, listStores } from '#contract/org.ts'
import type { Permission } from '#contract/permissions.ts'
import { listSales } from '#contract/sales.ts'
import { localTime } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { pair } from '#kernel/route.ts'
import type { Answer, Route } from '#kernel/route.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { readStores } from '#modules/org/org.ts'
import { fits, receiptsWanted } from './finder-rules.ts'
import { pagesThrough } from './pages.ts'

const most = 5

type Found = Answer<typeof find>
type Asked = { tx: Tx; who: Who; typed: string }

/**
 * One box over the lists of the house: each kind is looked for through the very verb of its list, so that
 * what is found is what the caller would see there. `listed` are those lists' routes.
 */
export function finderRoutes(listed: readonly Route[]): Route[] {
  const through = pagesThrough(listed)
  const rowsOf = async <E extends Endpoint>(
    endpoint: E, { tx, who }: Asked, input: Record<string, unknown>,
  ): Promise<Reply<E> extends { rows: infer Rows } ? Rows : never> =>
    (await through(endpoint)(tx, who, input)).rows as never

  const kinds: { readonly [Kind in FoundKind]: Looking<Kind> } = {
    members: {
      endpoint: listMembers,
      look: async (asked) => (await rowsOf(listMembers, asked, { search: asked.typed, limit: most }))
        .map(({ id, name, phone_masked, store }) => ({ id, name, phone_masked, store })),
    },
    orders: {
      endpoint: listSales,
      look: async (asked) => {
        const { tx, who } = asked
        const today = localTime(who.now, who.zone).day
        const wanted = receiptsWanted(asked.typed, await readStores(tx, who), today)
        return wanted === null ? [] : (await rowsOf(listSales, asked, { ...wanted, limit: most }))
          .map(({ id, receipt_no, at, store, payable_fen, state }) =>
            ({ id, receipt_no, at, store, payable_fen, state }))
      },
    },
    goods: {
      endpoint: listGoods,
      look: async (asked) => (await rowsOf(listGoods, asked, { search: asked.typed, limit: most }))
        .map(({ id, name, code, category, list_price_fen }) =>
          ({ id, name, code, category, list_price_fen })),
    },
    stores: {
      endpoint: listStores,
      look: async (asked) => (await rowsOf(listStores, asked, {}))
        .filter(({ name, code }) => fits(asked.typed, { name, of: 'thing', codes: [code] })).slice(0, most)
        .map(({ id, name, code }) => ({ id, name, code })),
    },
    staff: {
      endpoint: listStaff,
      look: async (asked) => (await rowsOf(listStaff, asked, {})).filter(({ name, phone_masked }) =>
        fits(asked.typed, { name, of: 'person', codes: [phone_masked.slice(-4)] })).slice(0, most)
        .map(({ id, name, phone_masked, role: { code, name: own } }) =>
          ({ id, name, phone_masked, role: { code, name: own } })),
    },
  }
  return [pair(find, async (tx, who, { find: typed }) => {
    const { features_off } = (await readSettings(tx, who.chain_id)).at(null, who.now)
    const found: Found = {}
    for (const [kind, { endpoint, look }] of Object.entries(kinds)) {
      const may = who.permissions.has(endpoint.need as Permission)
      const is_off = endpoint.feature !== null && features_off.includes(endpoint.feature)
      if (may && !is_off) Object.assign(found, { [kind]: await look({ tx, who, typed }) })
    }
    return found
  })]
}

type Looking<Kind extends FoundKind> = {
  endpoint: Endpoint; look: (asked: Asked) => Promise<NonNullable<Found[Kind]>>
}
