import { giveApproval } from '#contract/approvals.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { changeSetting, unsetSetting } from '#contract/setting-doors.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import type { Input } from './fields.ts'
import type { Ground } from './ground.ts'
import type { Caller, CallerName } from './people.ts'
import { makers } from './things.ts'
import type { Kind, Make, Things } from './things.ts'

/** The world as one caller stands in it: what is in their reach, and how fresh things are made there. */
export type At = {
  ground: Ground; me: Caller; own: Things; make: Make
  /** What an act uses up, made where `me` may do it to it. */
  fresh: Fresh
}

/** What an id in an input names, and what is true of it beyond the usual. */
export type Named = {
  kind: Kind | readonly Kind[]
  /**
   * Usually what is not in reach is refused. `filter`: it leaves an empty page. `given`: the act keeps this
   * value on its caller's word, so what stands in another chain is as good as what stands nowhere, and
   * answers alike. `chain`: every store of the chain may name it.
   */
  as?: 'filter' | 'given' | 'chain'
  /** A request in which this id matters, where the usual one has another or none. */
  on?: (at: At) => Input | Promise<Input>
  /** The one refusal, where it is not about what was named; such a one is put on record by what refused. */
  told?: TextKey
  /** What those are told who may name none of them at all, be it there or not. */
  or?: TextKey
}

export const asNamed = (named: Kind | Named): Named => typeof named === 'string' ? { kind: named } : named
export const kindsOf = (named: Kind | Named): readonly Kind[] => [asNamed(named).kind].flat()

/** How one endpoint is asked so that it works, and what its ids name. */
export type Fixture = {
  endpoint: Endpoint
  /** A request that works for `at.me`, each time it is asked for: with fresh things where it uses them up. */
  ask: (at: At) => Input | Promise<Input>
  /** The same with what is not fresh, for requests that are refused anyway: fresh things take their time. */
  idle?: (at: At) => Input | Promise<Input>
  /** Every place in the input that names something, as `idFields` tells it. `null` names nothing. */
  ids: Readonly<Record<string, Kind | Named | null>>
  /** Who may by their permission, and is refused by a rule of the house that is no matter of reach. */
  refused?: Partial<Record<CallerName, TextKey>>
  /** Where a test can bring it no further: the refusal in which it ends when it works. */
  ends?: TextKey
  /** It works only for somebody who is spoilt by it: whom to ask as, and what. */
  by?: (at: At) => Promise<{ cookie: string; input: Input }>
  /** Puts right what the next request would stumble over. */
  after?: (at: At) => Promise<void>
}

type Rest = Partial<Omit<Fixture, 'endpoint'>>
/** A fixture in one line where an endpoint names nothing and wants nothing. */
export const fixture = (endpoint: Endpoint, rest: Rest = {}): Fixture =>
  ({ endpoint, ask: () => ({}), ids: {}, ...rest })

export type Fresh = ReturnType<typeof freshFor>

/** While one changes how the whole chain lives, no other does. */
let turn: Promise<unknown> = Promise.resolve()
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine = turn.then(work)
  turn = mine.catch(() => undefined)
  return await mine
}

/** Fresh things that a caller may do something to, whoever they are. */
function freshFor(ground: Ground, me: Caller) {
  const make = makers(ground.shelf, ground.maker), { gh } = ground.things
  // Whoever sees only what they did themselves did this themselves.
  const by = me.scope === 'own' ? me : ground.maker.by
  return {
    member: (phone?: string) => make.member(by, phone),
    sale: () => make.sale(gh.sku!, { caller: by }),
    receipt: (sale_id: string) => make.receipt(sale_id, by),
    sku: () => make.sku(), region: () => make.region(), role: () => make.role(), store: () => make.store(),
    person: async () => (await make.person()).staff_id,
    device: async () => make.device(await make.till()),
    /** Asked for by me, or by somebody else for me to decide. */
    approval: async (asker: Caller = me) => make.approval({
      act: 'return_over', sale_id: await make.sale(gh.sku!, { caller: asker.scope === 'own' ? asker : by }),
      amount_fen: 1,
    }, asker),
    // One at a time: whoever signs in many at once from one address is made to wait.
    session: () => inTurn(() => make.session(me)),
    async export(): Promise<string> {
      const id = await make.export(me)
      await ground.served.house.exporter.idle()
      return id
    },
    /** One that a second person must agree to, and did. */
    agreedExport: () => inTurn(async (): Promise<{ export_id: string; approval_id: string }> => {
      const { callers: { owner, hq_operator } } = ground, key = 'export_rows_without_approval'
      await make.done(changeSetting, { key, place_id: null, value: 0, starts_at: null })
      const export_id = await make.export(me)
      await ground.served.house.exporter.idle()
      await make.done(unsetSetting, { key, place_id: me.chain_id })
      const approval_id = await make.approval({ act: 'export', what: 'goods', rows: 1_000 }, me)
      await make.done(giveApproval, { approval_id, note: null }, me === owner ? hq_operator : owner)
      return { export_id, approval_id }
    }),
  }
}

const kept = new WeakMap<Caller, Promise<Partial<Things>>>()

/** What only the caller has: of each kind that is somebody's own. */
async function personal(me: Caller, fresh: Fresh): Promise<Partial<Things>> {
  const own: { -readonly [One in keyof Things]: Things[One] | undefined } =
    { session: undefined, export: undefined, approval: undefined }
  if (me.session_id !== '') own.session = me.session_id
  if (me.permissions.has('goods.export') && me.session_id !== '') own.export = await fresh.export()
  if (me.permissions.has('sales.return') && me.session_id !== '') own.approval = await fresh.approval()
  if (me.scope === 'own') {
    own.sale = await fresh.sale()
    own.member = await fresh.member()
    const { receipt_no, token } = await fresh.receipt(own.sale)
    Object.assign(own, { receipt: receipt_no, token })
  }
  return own
}

export async function standAs(ground: Ground, me: Caller): Promise<At> {
  const fresh = freshFor(ground, me)
  let own = kept.get(me)
  if (!own) kept.set(me, own = personal(me, fresh))
  const make = makers(ground.shelf, ground.maker)
  return { ground, me, fresh, make, own: { ...ground.things.gh, ...await own } }
}
