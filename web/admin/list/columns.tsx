import { Money } from '../../ui/Money.tsx'
import type { Column } from './List.tsx'

type Head = { key: string; head: string; wide?: boolean; roomy?: boolean }

/** The head of a column that steps aside on a phone. */
export const wide = (key: string, head: string): Head => ({ key, head, wide: true })

/** The head of a column that shows only where there is room for everything. */
export const roomy = (key: string, head: string): Head => ({ key, head, roomy: true })

/** Yuan as a spreadsheet reads them; nothing where there is no amount. */
export const plainYuan = (amount_fen: number | null): string =>
  amount_fen === null ? '' : (amount_fen / 100).toFixed(2)

/** A word or a name: cut where it is long, whole in an export. */
export function wordColumn<Row>(head: Head, of: (row: Row) => string, look = ''): Column<Row> {
  return { ...head, text: of, cell: (row) => <span className={`cut ${look}`}>{of(row)}</span> }
}

/** An amount in fen, right-aligned and without the sign of the currency; none is a quiet dash. */
export function moneyColumn<Row>(head: Head, of: (row: Row) => number | null, look = ''): Column<Row> {
  return {
    ...head,
    num: true,
    text: (row) => plainYuan(of(row)),
    cell: (row) => {
      const amount_fen = of(row)
      if (amount_fen === null) return <span className="mut">—</span>
      return <Money fen={amount_fen} bare className={look} />
    },
  }
}
