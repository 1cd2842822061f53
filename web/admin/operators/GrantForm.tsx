import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { admitOperator, supportPermissions } from '#contract/operators.ts'
import type { GrantRow, SupportPermission } from '#contract/operators.ts'
import { permissionGroups, type Permission, type PermissionGroup } from '#contract/permissions.ts'
import { call } from '../../ui/call.ts'
import { usePeopleTexts } from '../../ui/people.ts'
import { serverNow, useMe } from '../../ui/session.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useWhen } from '../when.ts'
import { periodOf } from './period.ts'
import { useSay } from '../texts/operators.ts'

type Name = 'phone' | 'reason' | 'from_day' | 'days' | 'permissions'

/** What help usually needs: enough to see where a figure comes from. */
const usual: SupportPermission[] = ['sales.read', 'figures.read', 'goods.read', 'stock.read', 'audit.read']

/** Lets one of the platform's people in: who, what for, for how long, and what they may do. */
export function GrantForm({ onDone }: { onDone: (grant: GrantRow) => void }) {
  const say = useSay()
  const when = useWhen()
  const queries = useQueryClient()
  const { time_zone: zone } = useMe().chain
  const [permissions, setPermissions] = useState<SupportPermission[]>(usual)
  const today = when.today()
  const form = useForm<Name>({
    start: { phone: '', reason: '', from_day: today, days: '3', permissions: '-' },
    needed: ['phone', 'reason', 'from_day'],
    check: ({ from_day }) => ({
      ...(permissions.length === 0 ? { permissions: say('pick_one') } : {}),
      ...(from_day !== '' && from_day < today ? { from_day: say('day_wrong') } : {}),
    }),
    codes: { operator_unknown: 'phone' },
    async send({ phone, reason, from_day, days }, op_key) {
      const period = periodOf({ day: from_day, days: Number(days), now: serverNow(), today, zone })
      const grant = await call(admitOperator, { op_key, phone, reason, permissions, ...period })
      await queries.invalidateQueries({ queryKey: ['GET'] })
      onDone(grant)
    },
  })
  const fields: FieldSpec<Name>[] = [
    { name: 'phone', label: say('phone'), hint: say('phone_hint'), kind: 'text', needed: true },
    { name: 'reason', label: say('reason_field'), hint: say('reason_hint'), kind: 'text', needed: true },
    { name: 'from_day', label: say('from_day'), hint: say('from_day_hint'), kind: 'date', needed: true },
    {
      name: 'days', label: say('days'), kind: 'pick',
      choices: ['1', '3', '7', '14', '30'].map((days) => ({ value: days, label: days })),
    },
  ]
  return (
    <Form form={form} fields={fields} submit={say('submit', { days: form.values.days })}>
      <Permissions value={permissions} fault={form.faults.permissions} onChange={(next) => {
        setPermissions(next)
        form.set('permissions', '-')
      }} />
    </Form>
  )
}

type PermissionsProps = {
  value: SupportPermission[]; fault: string | undefined; onChange: (value: SupportPermission[]) => void
}

/** Only what can be granted is here at all. */
function Permissions({ value, fault, onChange }: PermissionsProps) {
  const say = useSay()
  const texts = usePeopleTexts()
  const groups = (Object.keys(permissionGroups) as PermissionGroup[]).map((group) => ({
    group, own: supportPermissions.filter((one) =>
      (permissionGroups[group] as readonly Permission[]).includes(one)),
  }))
  const toggle = (one: SupportPermission) =>
    onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one])
  return (
    <fieldset className="form-field grant-may">
      <legend className="label">{say('permissions')}</legend>
      {groups.filter(({ own }) => own.length > 0).map(({ group, own }) => (
        <div key={group} className="grant-group" role="group" aria-label={texts.groups[group]}>
          <b>{texts.groups[group]}</b>
          {own.map((one) => (
            <label key={one}>
              <input type="checkbox" checked={value.includes(one)} onChange={() => toggle(one)} />
              <span>{texts.permissions[one]}</span>
            </label>
          ))}
        </div>
      ))}
      {fault !== undefined && <span className="err" role="alert">{fault}</span>}
      <span className="why">{say('permissions_hint')}</span>
    </fieldset>
  )
}
