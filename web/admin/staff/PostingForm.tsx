import { useQueryClient } from '@tanstack/react-query'
import { addStaff, changeStaff, listRegions, type RoleRow, type StaffRow } from '#contract/org.ts'
import { Select } from 'antd'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { useMe } from '../../ui/session.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useReply } from '../query.ts'
import type { HandedOver } from './FirstPassword.tsx'
import { useSay } from '../texts/staff.ts'

type Name = 'name' | 'phone' | 'role_id' | 'places'
type Props = {
  staff?: StaffRow
  roles: readonly RoleRow[]
  onDone: (staff: StaffRow, first: HandedOver | null) => void
}

/** Name, role and places of somebody who begins or moves. The places asked for are those the role reaches. */
export function PostingForm({ staff, roles, onDone }: Props) {
  const say = useSay()
  const queries = useQueryClient()
  const [store_ids, setStores] = useState<string[]>(useFirstStores(staff))
  const [region_ids, setRegions] = useState<string[]>(staff?.regions.map(({ id }) => id) ?? [])
  const mine = useGivableRoles(roles)
  const form = useForm<Name>({
    start: { name: staff?.name ?? '', phone: '', role_id: staff?.role.id ?? usualOf(mine)?.id ?? '',
      places: '-' },
    needed: staff ? ['name'] : ['name', 'phone'],
    check: () => ({}),
    codes: { staff_phone_taken: 'phone', phone_wrong: 'phone', staff_needs_store: 'places',
      staff_needs_region: 'places' },
    async send({ name, phone, role_id }) {
      const posting = { name, role_id, store_ids, region_ids }
      if (staff) onDone(await call(changeStaff, { staff_id: staff.id, ...posting }), null)
      else {
        const made = await call(addStaff, { phone, ...posting })
        onDone(made.staff, { name, first_password: made.first_password })
      }
      await queries.invalidateQueries({ queryKey: ['GET'] })
    },
  })
  const role = roles.find(({ id }) => id === form.values.role_id)
  const fields: (FieldSpec<Name> | false)[] = [
    { name: 'name', label: say('name'), kind: 'text', needed: true },
    !staff && { name: 'phone', label: say('phone'), kind: 'text', needed: true },
  ]
  return (
    <Form form={form} fields={fields.filter((field) => field !== false)} submit={say(staff ? 'save'
      : 'create')}>
      <RolePick roles={mine} value={form.values.role_id} onChange={(id) => form.set('role_id', id)} />
      {role !== undefined && (
        <PlacePick
          scope={role.scope}
          fault={form.faults.places}
          stores={{ value: store_ids, onChange: setStores }}
          regions={{ value: region_ids, onChange: setRegions }}
        />
      )}
    </Form>
  )
}

/** Where there is one store only, whoever begins begins there. */
function useFirstStores(staff: StaffRow | undefined): string[] {
  const { stores } = useMe()
  return (staff?.stores ?? (stores.length === 1 ? stores : [])).map(({ id }) => id)
}

/** Most people who begin sit at a till. */
const usualOf = (roles: readonly RoleRow[]) => roles.find(({ code }) => code === 'cashier') ?? roles[0]

/** Roles that whoever is signed in may give: nobody gives away what they do not have. */
function useGivableRoles(roles: readonly RoleRow[]): RoleRow[] {
  const me = useMe()
  const width = (scope: RoleRow['scope']) => ['own', 'store', 'region', 'chain'].indexOf(scope)
  return roles.filter(
    (role) =>
      width(role.scope) <= width(me.staff.scope)
        && role.permissions.every((one) => me.permissions.includes(one)),
  )
}

function RolePick({ roles, value, onChange }: {
  roles: readonly RoleRow[]
  value: string
  onChange: (id: string) => void
}) {
  const say = useSay()
  const texts = usePeopleTexts()
  const scope = roles.find(({ id }) => id === value)?.scope
  return (
    <div className="form-field">
      <span className="label">{say('role')}</span>
      <span className="seg form-pick posting-roles" role="group" aria-label={say('role')}>
        {roles.map((role) => (
          <button key={role.id} type="button" aria-pressed={role.id === value} onClick={() =>
            onChange(role.id)}>
            {roleName(texts, role)}
          </button>
        ))}
      </span>
      {scope && <span className="why">{say('scope_is', { scope: texts.scopes[scope] })}</span>}
    </div>
  )
}

type Chosen = { value: string[]; onChange: (ids: string[]) => void }

function PlacePick({ scope, fault, stores, regions }: {
  scope: RoleRow['scope']
  fault: string | undefined
  stores: Chosen
  regions: Chosen
}) {
  const say = useSay()
  const me = useMe()
  const known = useReply(listRegions, {}, { enabled: scope === 'region' }).data?.rows ?? []
  if (scope === 'chain') return null
  const ofRegions = scope === 'region'
  const label = say(ofRegions ? 'regions' : 'stores')
  const chosen = ofRegions ? regions : stores
  return (
    <div className="form-field">
      <span className="label">{label}</span>
      <Select
        mode="multiple"
        aria-label={label}
        className="posting-places"
        value={chosen.value}
        onChange={chosen.onChange}
        status={fault === undefined ? '' : 'error'}
        placeholder={say(ofRegions ? 'pick_regions' : 'pick_stores')}
        showSearch={{ optionFilterProp: 'label' }}
        options={(ofRegions ? known : me.stores).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {fault !== undefined && <span className="err" role="alert">{fault}</span>}
    </div>
  )
}
