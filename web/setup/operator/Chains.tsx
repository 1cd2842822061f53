import { useState } from 'react'
import { enterChain, listChains } from '#contract/operators.ts'
import type { ChainRow } from '#contract/operators.ts'
import { call, Refused } from '../../ui/call.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useSay } from '../texts.ts'
import { useLoad } from '../useLoad.ts'
import { useAct } from './useAct.ts'
import { useStamp } from './stamp.ts'

const page_size = 50
/** Whoever has more companies than this finds one by its code. */
const most_shown = 200

/** The companies of the installation, and a way into those that let this operator in. */
export function Chains({ onOut }: { onOut: () => void }) {
  const say = useSay()
  const [search, setSearch] = useState('')
  const [limit, setLimit] = useState(page_size)
  const { data, error, again } = useLoad(listChains, search === '' ? { limit } : { search, limit })
  const { error: failed, act } = useAct()
  const enter = (chain: ChainRow) => act(async () => {
    try {
      await call(enterChain, { chain_id: chain.id })
      location.assign('/admin/')
    } catch (failure) {
      if (failure instanceof Refused && failure.status === 401) onOut()
      // What was granted a moment ago may be over.
      await again()
      throw failure
    }
  })
  return (
    <section className="panel list" aria-label={say('chains')}>
      <div className="desk-head">
        <h2>{say('chains')}</h2>
        <label className="field">
          <Icon name="search" size="s" />
          <input
            aria-label={say('chains_search')}
            placeholder={say('chains_search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
      </div>
      {failed !== null && <div className="desk-foot"><Failed error={failed} /></div>}
      {error !== null && <div className="desk-foot"><Failed error={error} onRetry={() =>
        void again()} /></div>}
      {data === null && error === null && <div className="desk-empty"><Skeleton rows={4} columns={4} /></div>}
      {error === null && data?.rows.length === 0 && (
        <div className="desk-empty">
          {search === '' ? <Empty title={say('chains_none')} why={say('chains_none_why')} /> : (
            <Empty title={say('chains_not_found', { search })}>
              <button type="button" className="btn" onClick={() => setSearch('')}>{say('clear')}</button>
            </Empty>
          )}
        </div>
      )}
      {data !== null && data.rows.length > 0 && <Rows rows={data.rows} onEnter={(chain) =>
        void enter(chain)} />}
      {data?.next != null && limit < most_shown && (
        <p className="desk-foot">
          <button type="button" className="btn" onClick={() =>
            setLimit(limit + page_size)}>{say('chains_more')}</button>
        </p>
      )}
    </section>
  )
}

function Rows({ rows, onEnter }: { rows: ChainRow[]; onEnter: (chain: ChainRow) => void }) {
  const say = useSay()
  const stamp = useStamp()
  return (
    <table className="tbl n">
      <thead>
        <tr>
          <th scope="col">{say('chain')}</th>
          <th scope="col" className="num wide">{say('stores')}</th>
          <th scope="col" className="wide">{say('made_at')}</th>
          <th scope="col">{say('access')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((chain) => (
          <tr key={chain.id}>
            <td>
              <b>{chain.name}</b> {chain.sandbox && <span className="tag warn">{say('sandbox')}</span>}
              <small>{chain.code}</small>
            </td>
            <td className="num wide">{chain.stores}</td>
            <td className="wide">{stamp(chain.made_at, 'day')}</td>
            <td>
              {chain.grant === null ? <span className="why" title={say('no_grant_hint')}>{say(
                'no_grant')}</span> : (
                <>
                  <button type="button" className="btn" onClick={() => onEnter(chain)}>{say('enter')}</button>
                  <small>
                    {say('grant_until', { time: stamp(chain.grant.until_at, 'minute') })}
                    {' · '}
                    {say('may_list', { count: chain.grant.permissions.length })}
                  </small>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
