import { useMutation, useQueryClient } from '@tanstack/react-query'
import { addTill, type StoreRow } from '#contract/org.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts/stores.ts'
import { TillDevice, useDevices } from './TillDevice.tsx'

export function Tills({ store }: { store: StoreRow }) {
  const say = useSay()
  const me = useMe()
  const queries = useQueryClient()
  const enrols = may(me, 'tills.enrol') && store.closed_at === null
  const devices = useDevices(store.id, enrols)
  const add = useMutation({
    mutationFn: () => call(addTill, { store_id: store.id }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['GET'] }),
  })
  return (
    <section className="panel n" aria-label={say('tills')}>
      <div className="ph">
        <h2 className="h2">{say('tills')}</h2>
      </div>
      <ul className="store-list">
        {store.tills.map((till) => (
          <li key={till.id}>
            <span>{say('till', { number: till.number })}</span>
            {enrols && <TillDevice till={till} device={devices.of(till.id)} />}
          </li>
        ))}
      </ul>
      {add.isError && <Failed error={add.error} />}
      {may(me, 'stores.edit') && store.closed_at === null && (
        <div className="store-foot">
          <button type="button" className="btn" aria-disabled={add.isPending}
            onClick={() => { if (!add.isPending) add.mutate() }}>
            {say('till_add')}
          </button>
        </div>
      )}
    </section>
  )
}
