import type { RoleRow } from '#contract/org.ts'
import { useSay } from '../texts/roles.ts'

type Props = {
  role: RoleRow | null
  /** `open`: something is ticked that is not saved yet. */
  state: 'still' | 'open' | 'busy' | 'saved'
  onSave: () => void
  onDrop: () => void
  onReset: () => void
  onRemove: () => void
}

export function RoleDeeds({ role, state, onSave, onDrop, onReset, onRemove }: Props) {
  const say = useSay()
  const ready = state === 'open'
  return (
    <div className="form-end">
      <button type="button" className="btn pri" aria-disabled={!ready} onClick={() =>
        { if (ready) onSave() }}>
        {say(role === null ? 'create' : 'save')}
      </button>
      {ready && (
        <button type="button" className="btn quiet" onClick={onDrop}>
          {say('drop')}
        </button>
      )}
      {role?.changed && !ready && (
        <button type="button" className="btn" onClick={onReset}>
          {say('reset')}
        </button>
      )}
      {role !== null && role.code === null && role.staff === 0 && !ready && (
        <button type="button" className="btn bad" onClick={onRemove}>
          {say('remove')}
        </button>
      )}
      <span className="why" role="status">
        {ready ? say('unsaved') : state === 'saved' ? say('saved') : ''}
      </span>
    </div>
  )
}
