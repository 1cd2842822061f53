import { amount_max_fen } from '#contract/money.ts'

/** Whole fen from what a person types ("12.5", "¥1,200", "１２．５０"); null when it is no amount. */
export function fenFromText(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[¥,\s元]/g, '')
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!match) return null
  const fen = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return fen <= amount_max_fen ? fen : null
}

export const textFromFen = (fen: number | null): string =>
  fen === null ? '' : `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
