import type { Sale } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { Money } from '../../ui/Money.tsx'
import { useSay } from '../texts.ts'
import { matrixOf, type Cell } from './matrix.ts'

/** What each tender paid of each line, fixed at payment, and what of it has gone back (C3). */
export function MatrixTable({ sale }: { sale: Sale }) {
  const say = useSay()
  const { rows, sums, total } = matrixOf(sale)
  const returned = total.returned_fen > 0
  return (
    <section className="panel matrix n" aria-label={say('matrix_title')}>
      <div className="ph">
        <h2 className="h2">{say('matrix_title')}</h2>
        <span className="hint">{say('matrix_hint')}</span>
      </div>
      {sale.tenders.length === 0 ? (
        <p className="matrix-note">{say('matrix_free')}</p>
      ) : (
        <div className="matrix-scroll" tabIndex={0} role="group" aria-label={say('matrix_title')}>
          <table className="tbl rows">
            <thead>
              <tr>
                <th scope="col">{say('matrix_line')}</th>
                {sale.tenders.map((tender) => (
                  <th key={tender.column} scope="col" className="num">
                    {say(`tender_${tender.kind}`)}
                    {tender.reference !== null && <small className="cut">{tender.reference}</small>}
                  </th>
                ))}
                <th scope="col" className="num">
                  {say('matrix_sum')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.line}>
                  <th scope="row">
                    <span className="cut" title={row.name}>
                      {row.name}
                    </span>
                  </th>
                  {row.cells.map((cell, at) => (
                    <CellTd key={sale.tenders[at]?.column} cell={cell} />
                  ))}
                  <CellTd cell={row.sum} strong />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <SumRow name={say('matrix_paid')} sums={[...sums, total]} of={(cell) => cell.paid_fen} />
              {returned && (
                <SumRow
                  name={say('matrix_returned')}
                  sums={[...sums, total]}
                  of={(cell) => -cell.returned_fen}
                  tone="neg"
                />
              )}
              {returned && (
                <SumRow
                  name={say('matrix_left')}
                  sums={[...sums, total]}
                  of={(cell) => cell.paid_fen - cell.returned_fen}
                  strong
                />
              )}
            </tfoot>
          </table>
        </div>
      )}
      {returned && (
        <p className="matrix-note">
          <s>12.34</s> {say('matrix_legend')}
        </p>
      )}
    </section>
  )
}

/** What is left stands above; what was paid stands struck below it once anything went back. */
function CellTd({ cell, strong = false }: { cell: Cell; strong?: boolean }) {
  const left_fen = cell.paid_fen - cell.returned_fen
  const back = cell.returned_fen > 0
  const amount = cell.paid_fen === 0 ? <span className="mut">—</span> : yuan(left_fen)
  return (
    <td className={`num ${back ? 'back' : ''} ${back && left_fen === 0 ? 'all' : ''}`}>
      {strong ? <b>{amount}</b> : amount}
      {back && <s>{yuan(cell.paid_fen)}</s>}
    </td>
  )
}

type SumProps = {
  name: string
  sums: readonly Cell[]
  of: (cell: Cell) => number
  tone?: string
  strong?: boolean
}

function SumRow({ name, sums, of, tone, strong }: SumProps) {
  return (
    <tr className={tone}>
      <th scope="row">{name}</th>
      {sums.map((cell, at) => {
        const amount = of(cell) === 0 ? <span className="mut">—</span> : <Money fen={of(cell)} bare />
        // Columns never move, so their place is their key.
        return (
          <td key={at} className="num">
            {strong ? <b>{amount}</b> : amount}
          </td>
        )
      })}
    </tr>
  )
}
