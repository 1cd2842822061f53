import { listSales } from '#contract/sales.ts'
import { call } from '../../ui/call.ts'
import { formatMoment } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useLang } from '../../ui/lang.ts'
import { Money } from '../../ui/Money.tsx'
import { useMe } from '../../ui/session.ts'
import { useLoad } from '../load.ts'
import { openSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

const shown = 4

/** What the member bought here lately, each opening its receipt: for whoever comes back without the paper. */
export function LatestSales({ member_id }: { member_id: string }) {
  const say = useSay()
  const lang = useLang()
  const { chain } = useMe()
  const { data } = useLoad(member_id, async (signal) => ({
    of: member_id,
    rows: (await call(listSales, { member_id, limit: shown }, { signal })).rows,
  }))
  // A failure or another member's rows are not worth a word: the sale goes on without them.
  if (data?.of !== member_id || data.rows.length === 0) return null
  return (
    <section className="lately">
      <h3>{say('latest_here')}</h3>
      <ul>
        {data.rows.map(({ id, at, payable_fen, state }) => (
          <li key={id}>
            <button type="button" onClick={() => openSheet({ kind: 'receipt', sale_id: id })}>
              <span className="n">{formatMoment(at, chain.time_zone, lang)}</span>
              {state !== 'settled' && <span className="tag">{say(`sale_${state}`)}</span>}
              <span className="r n">
                <Money fen={payable_fen} bare />
              </span>
              <Icon name="right" size="s" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
