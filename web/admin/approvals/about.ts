import type { Approval } from '#contract/approvals.ts'
import { formatChange, formatCount } from '../../ui/format.ts'
import type { ApprovalSay } from '../texts/approvals.ts'

/** What is asked for in one line, with the names behind its ids. */
export function wordsOf({ about, names }: Approval, say: ApprovalSay): string {
  switch (about.act) {
    case 'price_override': {
      const name = names[about.lines[0]!.sku_id] ?? say('goods_unknown'), count = about.lines.length
      return count === 1 ? say('goods_one', { name }) : say('goods_more', { name, count })
    }
    case 'return_over': {
      const receipt = names[about.sale_id]
      return receipt === undefined ? say('sale_elsewhere') : say('sale_of', { receipt })
    }
    case 'adjustment': {
      const member = names[about.member_id] ?? say('member_unknown')
      return say('member_account', { member, account: say(`account_${about.account}`) })
    }
    case 'export':
      return say('export_of', { what: say(`what_${about.what}`), rows: formatCount(about.rows) })
  }
}

/** The money it is about, in fen; null where it is about none. */
export function moneyOf({ about }: Approval): number | null {
  if (about.act === 'price_override')
    return about.lines.reduce((all, line) => all + line.list_fen - line.amount_fen, 0)
  if (about.act === 'return_over') return about.amount_fen
  return about.act === 'adjustment' && about.account !== 'points' ? about.amount : null
}

/** Points that an adjustment gives or takes; null for all else. */
export const pointsOf = ({ about }: Approval, say: ApprovalSay): string | null =>
  about.act === 'adjustment' && about.account === 'points'
    ? say('points_n', { points: formatChange(about.amount) })
    : null
