import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { addRole, changeRole, removeRole, resetRole, type RoleRow } from '#contract/org.ts'
import { scopes, type Scope } from '#contract/roles.ts'
import { useId, useState } from 'react'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { usePeopleTexts } from '../../ui/people.ts'
import { may, useMe } from '../../ui/session.ts'
import type { Draft } from './draft.ts'
import { PermissionGroups } from './PermissionGroups.tsx'
import { RoleDeeds } from './RoleDeeds.tsx'
import { RolePreview } from './RolePreview.tsx'
import { useSay } from '../texts/roles.ts'

const blank: Draft = { name: '', scope: 'store', permissions: [] }
const draftOf = (role: RoleRow | null): Draft =>
  role === null ? blank : { name: role.name ?? '', scope: role.scope, permissions: role.permissions }

/** One role being read or changed. Nothing holds until it is saved; what was ticked stays after a refusal. */
export function RoleEditor({ role }: { role: RoleRow | null }) {
  const say = useSay()
  const me = useMe()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(role))
  const [error, setError] = useState<unknown>(null)
  const [state, setState] = useState<'still' | 'busy' | 'saved'>('still')
  const isOwners = role?.code === 'owner'
  const edits = may(me, 'roles.edit') && !isOwners
  const differs = JSON.stringify(draft) !== JSON.stringify(draftOf(role))
  const act = async (work: () => Promise<RoleRow | null>) => {
    setState('busy')
    setError(null)
    try {
      const made = await work()
      setState('saved')
      await queries.invalidateQueries({ queryKey: ['GET'] })
      if (made) setDraft(draftOf(made))
      await navigate({ to: '/roles', search: made ? { role: made.id } : {} })
    } catch (failure) {
      setError(failure)
      setState('still')
    }
  }
  const save = () =>
    act(() =>
      role === null
        ? call(addRole, { ...draft, permissions: [...draft.permissions] })
        : call(changeRole, {
            role_id: role.id, ...draft, permissions: [...draft.permissions],
            name: role.code === null ? draft.name : null,
          }),
    )
  const change = (next: Partial<Draft>) => {
    setDraft({ ...draft, ...next })
    setState('still')
  }
  return (
    <section className="roles-edit">
      <div className="panel roles-form">
        {(isOwners || !may(me, 'roles.edit')) && (
          <p className="why">{say(isOwners ? 'owner_fixed' : 'no_edit')}</p>
        )}
        {role?.code == null && <NameField value={draft.name} onChange={(name) =>
          change({ name })} locked={!edits} />}
        <ScopePick value={draft.scope} onChange={(scope) => change({ scope })} locked={!edits} />
        <PermissionGroups value={draft.permissions} onChange={(permissions) =>
          change({ permissions })} locked={!edits} />
        {error !== null && <Failed error={error} />}
        {edits && (
          <RoleDeeds
            role={role}
            state={differs ? (state === 'busy' ? 'busy' : 'open') : state}
            onSave={() => void save()}
            onDrop={() => setDraft(draftOf(role))}
            onReset={() => void act(() => call(resetRole, { role_id: role!.id }))}
            onRemove={() => void act(async () => {
              await call(removeRole, { role_id: role!.id })
              return null
            })}
          />
        )}
      </div>
      <RolePreview draft={draft} />
    </section>
  )
}

function NameField({ value, onChange, locked }: { value: string; onChange: (name: string) =>
  void; locked: boolean }) {
  const say = useSay()
  const id = useId()
  return (
    <div className="form-field">
      <label className="label" htmlFor={id}>{say('name')}</label>
      <span className="field">
        <input id={id} value={value} maxLength={60} readOnly={locked} autoComplete="off"
          onChange={(event) => onChange(event.target.value)} />
      </span>
    </div>
  )
}

function ScopePick({ value, onChange, locked }: { value: Scope; onChange: (scope: Scope) =>
  void; locked: boolean }) {
  const say = useSay()
  const texts = usePeopleTexts()
  return (
    <div className="form-field">
      <span className="label">{say('scope')}</span>
      <span className="seg form-pick" role="group" aria-label={say('scope')}>
        {scopes.map((scope) => (
          <button key={scope} type="button" aria-pressed={scope === value} aria-disabled={locked}
            onClick={() => { if (!locked) onChange(scope) }}>
            {texts.scopes[scope]}
          </button>
        ))}
      </span>
    </div>
  )
}
