import type { Reply } from '#contract/endpoint.ts'
import type { quoteReturn, Sale } from '#contract/sales.ts'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { useSay } from '../texts.ts'

type Preview = Reply<typeof quoteReturn>

/** The stored cells that go back: a row per line, a column per tender it was paid with (C3). */
export function Cells({ sale, preview }: { sale: Sale; preview: Preview }) {
  const say = useSay()
  const name = (line: number) => sale.lines.find((sold) => sold.line === line)?.name ?? String(line)
  return (
    <>
      <div className="cells" tabIndex={0} role="group" aria-label={say('goes_back')}>
        <table className="tbl n">
          <thead>
            <tr>
              <th>{say('goes_back')}</th>
              {preview.tenders.map(({ column, kind }) => (
                <th key={column} className="num">
                  {say(`tender_${kind}`)}
                </th>
              ))}
              <th className="num">{say('amount')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.lines.map((row) => (
              <tr key={row.line}>
                <td className="cut" title={name(row.line)}>
                  {name(row.line)}
                </td>
                {preview.tenders.map(({ column }) => (
                  <td key={column} className="num">
                    <Money fen={row.cells_fen[column] ?? 0} bare />
                  </td>
                ))}
                <td className="num">
                  <Money fen={row.amount_fen} bare />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{say('total')}</th>
              {preview.tenders.map(({ column, amount_fen }) => (
                <td key={column} className="num">
                  <b>
                    <Money fen={amount_fen} bare />
                  </b>
                </td>
              ))}
              <td className="num">
                <b>
                  <Money fen={preview.amount_fen} bare />
                </b>
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      {(preview.points_back > 0 || preview.points_clawed > 0) && (
        <p className="points-back n">
          {preview.points_back > 0 && (
            <span>{say('points_back', { points: formatCount(preview.points_back) })}</span>
          )}
          {preview.points_clawed > 0 && (
            <span>{say('points_clawed', { points: formatCount(preview.points_clawed) })}</span>
          )}
        </p>
      )}
    </>
  )
}
