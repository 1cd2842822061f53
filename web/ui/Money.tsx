import { yuan } from '#contract/text.ts'

/**
 * Money in whole fen, as "¥1,234.50" with the sign of the currency smaller; `bare` inside columns, where it
 * is left out. `signed` puts a plus before what is gained. The minus is U+2212.
 */
export function Money({
  fen,
  bare = false,
  signed = false,
  className = '',
}: {
  fen: number
  bare?: boolean
  signed?: boolean
  className?: string
}) {
  const sign = fen < 0 ? '−' : signed && fen > 0 ? '+' : ''
  return (
    <span className={`amt ${className}`}>
      {sign}
      {!bare && <span className="y">¥</span>}
      {yuan(Math.abs(fen))}
    </span>
  )
}
