import { useQueryClient } from '@tanstack/react-query'
import { addStore, changeStore, type OpeningHours, type StoreRow } from '#contract/org.ts'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { useMe } from '../../ui/session.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm, type Faults } from '../form/useForm.ts'
import { Hours } from './Hours.tsx'
import type { Region } from './Regions.tsx'
import { useSay } from '../texts/stores.ts'

type Name =
  | 'code' | 'name' | 'region_id' | 'ownership' | 'legal_entity' | 'credit_code' | 'cutoff_hour' | 'address'
  | 'phone' | 'tills'
type Props = { store?: StoreRow; regions: readonly Region[]; onDone: (store: StoreRow) => void }

/** Opens a store, or changes one: its code stays for ever, since it stands on receipts. */
export function StoreForm({ store, regions, onDone }: Props) {
  const say = useSay()
  const me = useMe()
  const queries = useQueryClient()
  const [hours, setHours] = useState<OpeningHours | null>(store?.hours ?? null)
  const form = useForm<Name>({
    start: startOf(store),
    needed: ['code', 'name', 'legal_entity'],
    check: (values) => faultsIn(values, say),
    codes: { store_code_taken: 'code', store_code_wrong: 'code', store_move_is_hq: 'region_id' },
    async send({ tills, code, ...values }) {
      const facts = {
        ...values, hours, region_id: values.region_id || null, credit_code: values.credit_code.trim() || null,
        cutoff_hour: Number(values.cutoff_hour), ownership: values.ownership as StoreRow['ownership'],
      }
      const made = store
        ? await call(changeStore, { store_id: store.id, ...facts })
        : await call(addStore, { code, tills: Number(tills), ...facts })
      await queries.invalidateQueries({ queryKey: ['GET'] })
      onDone(made)
    },
  })
  return (
    <Form form={form} fields={useFields({ store, regions, isHq: me.staff.scope === 'chain' })}
      submit={say(store ? 'save' : 'create')}>
      <Hours value={hours} onChange={setHours} />
    </Form>
  )
}

const startOf = (store: StoreRow | undefined): Record<Name, string> => ({
  code: store?.code ?? '', name: store?.name ?? '', region_id: store?.region_id ?? '',
  ownership: store?.ownership ?? 'direct', legal_entity: store?.legal_entity ?? '',
  credit_code: store?.credit_code ?? '', cutoff_hour: String(store?.cutoff_hour ?? 0),
  address: store?.address ?? '', phone: store?.phone ?? '', tills: '1',
})

const isWhole = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most

function faultsIn(values: Record<Name, string>, say: ReturnType<typeof useSay>): Faults<Name> {
  const faults: Faults<Name> = {}
  if (!isWhole(values.cutoff_hour, 0, 23)) faults.cutoff_hour = say('number_wrong', { least: 0, most: 23 })
  if (!isWhole(values.tills, 1, 50)) faults.tills = say('number_wrong', { least: 1, most: 50 })
  if (!/^([0-9A-HJ-NPQRTUWXY]{18})?$/.test(values.credit_code.trim())) faults.credit_code =
    say('credit_wrong')
  return faults
}

function useFields(
  { store, regions, isHq }: { store: StoreRow | undefined; regions: readonly Region[]; isHq: boolean },
): FieldSpec<Name>[] {
  const say = useSay()
  const places = [{ value: '', label: say('no_region') },
    ...regions.map(({ id, name }) => ({ value: id, label: name }))]
  const fields: (FieldSpec<Name> | false)[] = [
    { name: 'code', label: say('code'), kind: 'text', needed: true, ...store ? { locked: say('code_hint') }
      : { hint: say('code_hint') } },
    { name: 'name', label: say('name'), kind: 'text', needed: true },
    isHq && regions.length > 0 && { name: 'region_id', label: say('region'), kind: 'pick', choices: places },
    isHq && {
      name: 'ownership', label: say('ownership'), kind: 'pick',
      choices: (['direct', 'franchise'] as const).map((value) => ({ value, label: say(value) })),
    },
    { name: 'legal_entity', label: say('legal_entity'), kind: 'text', needed: true, hint: say('legal_hint') },
    { name: 'credit_code', label: say('credit_code'), kind: 'text', hint: say('credit_hint') },
    { name: 'cutoff_hour', label: say('cutoff'), kind: 'text', hint: say('cutoff_hint') },
    !store && { name: 'tills', label: say('tills_count'), kind: 'text' },
    { name: 'address', label: say('address'), kind: 'text' },
    { name: 'phone', label: say('phone'), kind: 'text' },
  ]
  return fields.filter((field) => field !== false)
}
