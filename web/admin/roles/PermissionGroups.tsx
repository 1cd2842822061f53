import { permissionGroups, type Permission, type PermissionGroup } from '#contract/permissions.ts'
import { usePeopleTexts } from '../../ui/people.ts'
import { may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts/roles.ts'

type Props = { value: readonly Permission[]; onChange: (permissions: Permission[]) => void; locked: boolean }

/** Every permission by the part of the house it opens. One that I lack myself is greyed out, and says why. */
export function PermissionGroups({ value, onChange, locked }: Props) {
  const say = useSay()
  const groups = Object.keys(permissionGroups) as PermissionGroup[]
  return (
    <div className="perm-groups" role="group" aria-label={say('may')}>
      {groups.map((group) => (
        <Group key={group} group={group} value={value} onChange={onChange} locked={locked} />
      ))}
    </div>
  )
}

function Group({ group, value, onChange, locked }: Props & { group: PermissionGroup }) {
  const texts = usePeopleTexts()
  const me = useMe()
  const say = useSay()
  const all: readonly Permission[] = permissionGroups[group]
  const toggle = (permission: Permission) =>
    onChange(value.includes(permission) ? value.filter((one) => one !== permission) : [...value, permission])
  return (
    <fieldset className="perm-group">
      <legend className="h2">{texts.groups[group]}</legend>
      {all.map((permission) => {
        const lacks = !may(me, permission)
        return (
          <label key={permission} className="perm" title={lacks ? say('beyond') : permission}>
            <input
              type="checkbox"
              checked={value.includes(permission)}
              disabled={locked || lacks}
              onChange={() => toggle(permission)}
            />
            <span>{texts.permissions[permission]}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
