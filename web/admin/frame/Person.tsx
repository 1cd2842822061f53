import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { Popover } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { errorText } from '../../ui/say.ts'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { may, signOut, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'

/** Who is signed in, and what they may do with it: their sign-ins, the till, signing out. */
export function Person({ place }: { place: 'nav' | 'top' }) {
  const { staff } = useMe()
  const role = roleName(usePeopleTexts(), staff.role)
  const [open, setOpen] = useState(false)
  const face = (
    <span className="ava" aria-hidden="true">
      {[...staff.name][0]}
    </span>
  )
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      arrow={false}
      placement={place === 'nav' ? 'topLeft' : 'bottomRight'}
      content={<PersonMenu onDone={() => setOpen(false)} />}>
      <button type="button" className={`person at-${place}`} aria-expanded={open}>
        {face}
        <span className="person-name">
          <span className="cut">{staff.name}</span>
          <small>{role}</small>
        </span>
      </button>
    </Popover>
  )
}

function PersonMenu({ onDone }: { onDone: () => void }) {
  const say = useSay()
  const me = useMe()
  const role = roleName(usePeopleTexts(), me.staff.role)
  const [error, setError] = useState<unknown>(null)
  const reach = me.stores.map((store) => store.name).join(say('list_comma'))
  return (
    <div className="person-menu">
      <p>
        <b>{me.staff.name}</b>
        <small>
          {role} · {me.chain.name}
        </small>
        <small>{reach}</small>
      </p>
      {me.chain.sandbox && (
        <p className="person-note">
          <span className="tag warn">{say('sandbox')}</span>
          <small>{say('sandbox_hint')}</small>
        </p>
      )}
      <Link to="/me" onClick={onDone}>
        <Icon name="lock" size="s" />
        {say('my_sessions')}
      </Link>
      <Link to="/exports" onClick={onDone}>
        <Icon name="download" size="s" />
        {say('my_exports')}
      </Link>
      {may(me, 'sales.settle') && (
        <a href="/till/">
          <Icon name="basket" size="s" />
          {say('to_till')}
        </a>
      )}
      <button
        type="button"
        onClick={() => {
          signOut().catch(setError)
        }}>
        <Icon name="out" size="s" />
        {say('sign_out')}
      </button>
      {error !== null && (
        <p className="err" role="alert">
          {errorText(error)}
        </p>
      )}
    </div>
  )
}
