import type { About, ApprovalAct } from '#contract/approvals.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Act } from './rules.ts'

type AboutOf<Name extends ApprovalAct> = Extract<About, { act: Name }>

const priceOverride: Act<AboutOf<'price_override'>> = {
  asks: () => 'sales.settle', gives: () => 'sales.override_price',
  /**
   * Each line of the order takes a line of its own of what was approved: as many or fewer, as dear or
   * dearer.
   */
  covers(approved, done) {
    const left = [...approved.lines]
    return done.lines.every((line) => {
      const at = left.findIndex((one) => one.sku_id === line.sku_id && one.reason === line.reason
        && line.qty_m <= one.qty_m && line.unit_price_fen >= one.unit_price_fen
        && line.list_fen - line.amount_fen <= one.list_fen - one.amount_fen)
      if (at >= 0) left.splice(at, 1)
      return at >= 0
    })
  },
}

const returnOver: Act<AboutOf<'return_over'>> = {
  asks: () => 'sales.return', gives: () => 'sales.return',
  covers: (approved, done) => approved.sale_id === done.sale_id && done.amount_fen <= approved.amount_fen,
}

const adjustment: Act<AboutOf<'adjustment'>> = {
  asks: () => 'value.adjust', gives: () => 'value.adjust',
  covers: (approved, done) => approved.member_id === done.member_id && approved.account === done.account
    && approved.reason === done.reason && approved.amount === done.amount,
}

const exportOf = ({ what }: AboutOf<'export'>): Permission => `${what}.export`
const exporting: Act<AboutOf<'export'>> = {
  asks: exportOf, gives: exportOf,
  covers: (approved, done) => approved.what === done.what && done.rows <= approved.rows,
}

/** Everything a second person is asked for, complete by the compiler. */
const acts: { readonly [Name in ApprovalAct]: Act<AboutOf<Name>> } = {
  price_override: priceOverride, return_over: returnOver, adjustment, export: exporting,
}

const rulesOf = (about: About): Act<About> => acts[about.act] as unknown as Act<About>

/** What whoever asks must be allowed to do, if somebody approves. */
export const permissionToAsk = (about: About): Permission => rulesOf(about).asks(about)
/** What whoever approves must be allowed to do themselves. */
export const permissionToGive = (about: About): Permission => rulesOf(about).gives(about)

/** Whether what is really done stays within what was approved. */
export const covers = (approved: About, done: About): boolean =>
  approved.act === done.act && rulesOf(approved).covers(approved, done)
