import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { identityKinds, removeIdentity, type IdentityShown } from '#contract/privacy.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { may, useMe } from '../../ui/session.ts'
import { useDeed } from '../frame/Deeds.tsx'
import { useSay } from '../texts.ts'
import { Masked } from './Masked.tsx'

type Props = { member_id: string; identity: readonly IdentityShown[] }

/** What is kept closed of a member: each masked, each to be looked at with a reason. */
export function IdentityPanel({ member_id, identity }: Props) {
  const say = useSay()
  const me = useMe()
  const shown = identityKinds.flatMap((kind) => identity.find((one) => one.kind === kind) ?? [])
  return (
    <section className="panel n identity" aria-label={say('identity_title')}>
      <div className="ph">
        <h2 className="h2">{say('identity_title')}</h2>
        <span className="hint">{say('identity_hint')}</span>
        {may(me, 'members.edit') && (
          <span className="r">
            <Link
              className="link"
              to="/members/$member_id"
              params={{ member_id }}
              search={(now) => ({ ...now, form: 'identity' })}
              resetScroll={false}>
              {say(shown.length === 0 ? 'identity_add' : 'identity_change')}
            </Link>
          </span>
        )}
      </div>
      {shown.length === 0 && <p className="why pad">{say('identity_none')}</p>}
      <dl className="pairs">
        {shown.map((one) => [
          <dt key={`${one.kind} name`}>{say(`field_${one.kind}`)}</dt>,
          <dd key={one.kind}>
            <Masked member_id={member_id} field={one.kind} masked={one.masked} />
            <Remove member_id={member_id} kind={one.kind} />
          </dd>,
        ])}
      </dl>
    </section>
  )
}

type Removable = 'real_name' | 'id_number' | 'bank_account'

/** A field that is gone cannot be had back, so taking it away waits 8 seconds in which it can be undone. */
function Remove({ member_id, kind }: { member_id: string; kind: IdentityShown['kind'] }) {
  const say = useSay()
  const me = useMe()
  const queries = useQueryClient()
  const announce = useDeed()
  const [waiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (!may(me, 'members.edit') || kind === 'guardian_name' || kind === 'guardian_phone') return null
  const field = say(`field_${kind}`)
  async function remove(gone: Removable) {
    try {
      await call(removeIdentity, { member_id, kind: gone })
    } catch (failure) {
      setError(failure)
    }
    setWaiting(false)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  function wait(gone: Removable) {
    if (waiting) return
    setWaiting(true)
    setError(null)
    const act = () => void remove(gone)
    announce({ text: say('identity_removing', { field }), act, drop: () => setWaiting(false) })
  }
  return (
    <>
      <button
        type="button"
        className="ib"
        aria-label={say('identity_remove', { field })}
        title={say('identity_remove', { field })}
        aria-disabled={waiting}
        onClick={() => wait(kind)}>
        <Icon name="trash" size="s" />
      </button>
      {error !== null && <Failed error={error} />}
    </>
  )
}
