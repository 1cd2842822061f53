import { useQueryClient } from '@tanstack/react-query'
import { addRegion, removeRegion } from '#contract/org.ts'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Form } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useSay } from '../texts/stores.ts'

export type Region = { id: string; name: string; stores: number }

/** The regions of the chain; one without stores can go. */
export function Regions({ regions }: { regions: readonly Region[] }) {
  const say = useSay()
  return (
    <>
      <p className="why">{say('regions_hint')}</p>
      <ul className="region-rows">
        {regions.map((region) => (
          <RegionRow key={region.id} region={region} />
        ))}
      </ul>
      <AddRegion key={regions.length} />
    </>
  )
}

function RegionRow({ region }: { region: Region }) {
  const say = useSay()
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const word = say('region_remove', { name: region.name })
  const why = region.stores > 0 ? say('region_kept') : null
  const remove = async () => {
    await call(removeRegion, { region_id: region.id }).catch(setError)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  return (
    <li>
      <div className="region-row">
        <span className="cut">{region.name}</span>
        <span className="mut n">{say('region_stores', { count: formatCount(region.stores) })}</span>
        <button
          type="button"
          className="ib"
          aria-label={why === null ? word : `${word}: ${why}`}
          title={why ?? word}
          aria-disabled={why !== null}
          onClick={() => {
            if (why === null) void remove()
          }}>
          <Icon name="trash" size="s" />
        </button>
      </div>
      {error !== null && <Failed error={error} title={word} />}
    </li>
  )
}

function AddRegion() {
  const say = useSay()
  const queries = useQueryClient()
  const form = useForm<'name'>({
    start: { name: '' },
    needed: ['name'],
    check: () => ({}),
    codes: { region_taken: 'name' },
    async send({ name }) {
      await call(addRegion, { name })
      await queries.invalidateQueries({ queryKey: ['GET'] })
    },
  })
  return <Form form={form} fields={[{ name: 'name', label: say('region_name'),
    kind: 'text' }]} submit={say('region_add')} quiet />
}
