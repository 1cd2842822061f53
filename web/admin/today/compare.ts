import type { Figures } from '#contract/figures.ts'

/** A change beside the same weekday a week before. Under half a percent (or half a point) counts as level. */
export type Change = { text: string; tone: 'up' | 'down' | 'flat' }

const signed = (value: number, decimals = 1): string => {
  const size = Math.abs(value).toFixed(decimals)
  return `${Number(size) === 0 ? '' : value < 0 ? '−' : '+'}${size}`
}
const toneOf = (value: number): Change['tone'] => (Math.abs(value) < 0.5 ? 'flat' : value > 0 ? 'up' : 'down')

/** "+6.8%", or null where there is nothing to compare with. */
export function percentChange(now: number, before: number): Change | null {
  if (before <= 0) return null
  const percent = ((now - before) / before) * 100
  return { text: `${signed(percent)}%`, tone: toneOf(percent) }
}

/** The difference of two shares in points of a percent. */
export function pointChange(now: number | null, before: number | null): Change | null {
  if (now === null || before === null) return null
  return { text: signed((now - before) * 100), tone: toneOf((now - before) * 100) }
}

export const averageOf = ({ sales_fen, orders }: Pick<Figures, 'sales_fen' | 'orders'>): number | null =>
  orders > 0 ? Math.round(sales_fen / orders) : null
/**
 * Which part of sales members made, 0 to 1; null where nothing was sold. Returns may carry it outside; it
 * is held inside.
 */
export const shareOf = ({
  sales_fen,
  member_sales_fen,
}: Pick<Figures, 'sales_fen' | 'member_sales_fen'>): number | null =>
  sales_fen > 0 ? Math.max(0, Math.min(1, member_sales_fen / sales_fen)) : null
export const percent = (share: number | null): string =>
  share === null ? '—' : `${(share * 100).toFixed(1)}%`
