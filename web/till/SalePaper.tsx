import type { Sale } from '#contract/sales.ts'
import { formatCount, formatQty, formatStamp } from '../ui/format.ts'
import { useMe } from '../ui/session.ts'
import { Qr } from './Qr.tsx'
import { Paper, PaperLine, PaperRow, slipFen } from './Paper.tsx'
import { tillName, useSay } from './texts.ts'

/** A sale's receipt. `copy` says that it is printed again. */
export function SalePaper({ sale, copy = false }: { sale: Sale; copy?: boolean }) {
  const say = useSay()
  const { chain } = useMe()
  return (
    <Paper store={sale.store} title={say(copy ? 'slip_sale_copy' : 'slip_sale')}>
      <PaperRow word={say('slip_no')} value={sale.receipt_no} />
      <PaperRow word={say('slip_time')} value={formatStamp(sale.at, chain.time_zone)} />
      <PaperRow
        word={say('slip_cashier')}
        value={`${sale.cashier} · ${tillName(say, { name: sale.till })}`}
      />
      <PaperLine />
      {sale.lines.map((line) => (
        <div key={line.line} className="pr-line">
          <span>{line.name}</span>
          <PaperRow
            value={slipFen(line.amount_fen)}
            word={`${qtyOf(line)} × ${slipFen(line.unit_price_fen)}`}
          />
          <SetPrice line={line} />
          {line.list_fen > line.amount_fen && (
            <PaperRow word={say('slip_saved_line')} value={slipFen(line.amount_fen - line.list_fen)} />
          )}
        </div>
      ))}
      <PaperLine />
      <SaleSums sale={sale} />
      {sale.member && <SaleMember sale={sale} />}
      {sale.returns.map((back) => (
        <PaperRow
          key={back.id}
          word={`${say('slip_returned')} ${back.receipt_no}`}
          value={slipFen(-back.amount_fen)}
        />
      ))}
      <footer>{say('slip_thanks')}</footer>
      <ReceiptCode token={sale.token} />
    </Paper>
  )
}

/** What another store needs to take the goods back: as a code to scan, and to be typed where it cannot be. */
function ReceiptCode({ token }: { token: string }) {
  const say = useSay()
  return (
    <div className="pr-code">
      <Qr text={token} label={say('slip_token')} />
      <span className="n">{token.match(/.{1,4}/g)?.join(' ')}</span>
      <span>{say('slip_token')}</span>
    </div>
  )
}

/** A price that a person set says so, beside what it saved. */
function SetPrice({ line }: { line: Sale['lines'][number] }) {
  const say = useSay()
  const set = line.reasons.find(({ kind }) => kind === 'override')
  if (!set) return null
  const reason = say.of(`override_${set.params['reason']}`)
  return <PaperRow word={say('slip_override', { reason })} value="" />
}

const qtyOf = ({ qty_m, sold_by }: Sale['lines'][number]) =>
  formatQty(qty_m, sold_by) + (sold_by === 'weight' ? 'kg' : '')

function SaleSums({ sale }: { sale: Sale }) {
  const say = useSay()
  return (
    <>
      <PaperRow word={say('list_total')} value={slipFen(sale.list_fen)} />
      {sale.saved_fen !== 0 && <PaperRow word={say('saved')} value={slipFen(-sale.saved_fen)} />}
      {sale.points_fen > 0 && (
        <PaperRow
          word={say('points_used', { points: formatCount(sale.points) })}
          value={slipFen(-sale.points_fen)}
        />
      )}
      {sale.rounding_fen !== 0 && <PaperRow word={say('rounding')} value={slipFen(sale.rounding_fen)} />}
      <PaperRow strong word={say('payable')} value={slipFen(sale.payable_fen)} />
      {sale.tenders.map((tender) => (
        <PaperRow
          key={tender.column}
          value={slipFen(tender.amount_fen)}
          word={`${say(`tender_${tender.kind}`)}${tender.reference ? ` ${tender.reference}` : ''}`}
        />
      ))}
      {sale.tenders
        .filter(({ tendered_fen }) => tendered_fen !== null)
        .map(({ column, tendered_fen }) => (
          <PaperRow key={column} word={say('tendered')} value={slipFen(tendered_fen ?? 0)} />
        ))}
      {sale.change_fen > 0 && <PaperRow word={say('change')} value={slipFen(sale.change_fen)} />}
    </>
  )
}

function SaleMember({ sale: { member, points_earned, points_balance } }: { sale: Sale }) {
  const say = useSay()
  if (!member) return null
  return (
    <>
      <PaperLine />
      <PaperRow word={say('member')} value={`${member.name} ${member.phone_masked}`} />
      {points_earned > 0 && <PaperRow word={say('earned')} value={`+${formatCount(points_earned)}`} />}
      {points_balance !== null && <PaperRow word={say('points')} value={formatCount(points_balance)} />}
    </>
  )
}
