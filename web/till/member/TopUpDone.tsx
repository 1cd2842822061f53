import type { Reply } from '#contract/endpoint.ts'
import type { topUp } from '#contract/value.ts'
import { formatStamp } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { useMe } from '../../ui/session.ts'
import { counter } from '../counter.ts'
import { Done } from '../Done.tsx'
import { Paper, PaperLine, PaperRow, slipFen } from '../Paper.tsx'
import { place, placeOf } from '../place.ts'
import { useSay } from '../texts.ts'

type TopUpReply = Reply<typeof topUp>

/** The top-up is in the books. */
export function TopUpDone({ reply, onClose }: { reply: TopUpReply; onClose: () => void }) {
  const say = useSay()
  const { principal_fen, bonus_fen } = reply.holdings
  return (
    <Done
      title={say('top_up_done')}
      receipt_no={reply.receipt_no}
      finish={say('finish')}
      onClose={onClose}
      slip={<TopUpSlip reply={reply} />}>
      <dt>{say('topped_up')}</dt>
      <dd>
        <Money fen={reply.principal_fen} />
      </dd>
      <dt>{say('bonus')}</dt>
      <dd className="gain">
        <Money fen={reply.bonus_fen} signed />
      </dd>
      {reply.change_fen > 0 && (
        <>
          <dt className="big">{say('change')}</dt>
          <dd className="big">
            <Money fen={reply.change_fen} />
          </dd>
        </>
      )}
      <dt>{say('balance_after')}</dt>
      <dd className="n">
        <Money fen={principal_fen + bonus_fen} />
        <small>
          {say('principal')} <Money fen={principal_fen} bare /> + {say('bonus')}{' '}
          <Money fen={bonus_fen} bare />
        </small>
      </dd>
    </Done>
  )
}

function TopUpSlip({ reply }: { reply: TopUpReply }) {
  const say = useSay()
  const me = useMe()
  const member = counter.use((basket) => basket.member)
  const at = placeOf(me, place.get())
  return (
    <Paper store={at?.store.name ?? ''} title={say('slip_top_up')}>
      <PaperRow word={say('slip_no')} value={reply.receipt_no} />
      <PaperRow word={say('slip_time')} value={formatStamp(reply.at, me.chain.time_zone)} />
      <PaperRow word={say('slip_cashier')} value={me.staff.name} />
      {member && <PaperRow word={say('member')} value={`${member.name} ${member.phone_masked}`} />}
      <PaperLine />
      <PaperRow word={say('topped_up')} value={slipFen(reply.principal_fen)} strong />
      <PaperRow word={say('bonus')} value={slipFen(reply.bonus_fen)} />
      <PaperLine />
      <PaperRow word={say('principal')} value={slipFen(reply.holdings.principal_fen)} />
      <PaperRow word={say('bonus')} value={slipFen(reply.holdings.bonus_fen)} />
      <footer>{say('slip_keep')}</footer>
    </Paper>
  )
}
