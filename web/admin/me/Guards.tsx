import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { removePin, type readAccount } from '#contract/access.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '../../ui/call.ts'
import { Icon } from '../../ui/Icon.tsx'
import { NewPassword } from '../../ui/signin/NewPassword.tsx'
import { useSending } from '../../ui/signin/sending.ts'
import { SetSecondFactor } from '../../ui/signin/SetSecondFactor.tsx'
import { Wrong } from '../../ui/signin/Entry.tsx'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { useSay } from '../texts/account.ts'
import { useWhen } from '../when.ts'
import { FactorOff, FactorRenew } from './FactorForms.tsx'
import { PinForm } from './PinForm.tsx'

type Account = Reply<typeof readAccount>
type Open = 'password' | 'factor_on' | 'factor_off' | 'factor_renew' | 'pin' | null

/** Password, second factor and PIN: how each stands, and the form to change it at the side. */
export function Guards({ account }: { account: Account }) {
  const say = useSay()
  const queries = useQueryClient()
  const [open, setOpen] = useState<Open>(null)
  const [done, setDone] = useState<string | null>(null)
  const { error, send } = useSending()
  const close = async (told: string | null = null) => {
    setOpen(null)
    setDone(told)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  const title = {
    password: say('password_change'), factor_on: say('factor'),
    factor_off: `${say('factor')} · ${say('factor_turn_off')}`,
    factor_renew: say('factor_renew'), pin: say('pin'),
  }
  return (
    <>
      <ul className="guards">
        <Guard name={say('password')} told={say('password_say')}>
          <button type="button" className="btn" onClick={() => setOpen('password')}>
            {say('password_change')}
          </button>
        </Guard>
        <Factor account={account} onOpen={setOpen} />
        <Pin account={account} onOpen={setOpen}
          onRemove={() => void send(async () => { await call(removePin, {}); await close() })} />
      </ul>
      <Wrong error={error} />
      {done !== null && (
        <p className="guards-done" role="status">
          <Icon name="check" size="s" />
          {done}
        </p>
      )}
      <FormDrawer open={open !== null} title={open === null ? '' : title[open]} onClose={() => void close()}>
        {open === 'password' && (
          <NewPassword word={say('password_change')} onDone={() => close(say('password_done'))} />
        )}
        {open === 'factor_on' && <SetSecondFactor onDone={() => close()} />}
        {open === 'factor_off' && <FactorOff onDone={() => close()} />}
        {open === 'factor_renew' && <FactorRenew onDone={() => close()} />}
        {open === 'pin' && <PinForm onDone={() => close()} />}
      </FormDrawer>
    </>
  )
}

function Factor({ account: { second_factor, second_factor_asked }, onOpen }: {
  account: Account
  onOpen: (open: Open) => void
}) {
  const say = useSay()
  const when = useWhen()
  if (!second_factor)
    return (
      <Guard name={say('factor')} told={say('factor_off')}>
        <button type="button" className="btn" onClick={() => onOpen('factor_on')}>
          {say('factor_turn_on')}
        </button>
      </Guard>
    )
  const left = second_factor.recovery_codes_left
  const told = say('factor_on', { day: when.day(second_factor.on_at), left })
  return (
    <Guard name={say('factor')} told={told} good warn={left <= 3 ? say('factor_few') : null}>
      <button type="button" className="btn" onClick={() => onOpen('factor_renew')}>
        {say('factor_renew')}
      </button>
      {second_factor_asked ? (
        <span className="why">{say('factor_asked')}</span>
      ) : (
        <button type="button" className="btn" onClick={() => onOpen('factor_off')}>
          {say('factor_turn_off')}
        </button>
      )}
    </Guard>
  )
}

function Pin({ account: { pin_set_at }, onOpen, onRemove }: {
  account: Account
  onOpen: (open: Open) => void
  onRemove: () => void
}) {
  const say = useSay()
  const when = useWhen()
  const has = pin_set_at !== null
  return (
    <Guard
      name={say('pin')}
      told={has ? say('pin_on', { day: when.day(pin_set_at) }) : say('pin_off')}
      good={has}
    >
      <button type="button" className="btn" onClick={() => onOpen('pin')}>
        {say(has ? 'pin_change' : 'pin_set')}
      </button>
      {has && (
        <button type="button" className="btn" onClick={onRemove}>
          {say('pin_remove')}
        </button>
      )}
    </Guard>
  )
}

function Guard({ name, told, good = false, warn = null, children }: {
  name: string
  told: string
  good?: boolean
  warn?: string | null
  children: ReactNode
}) {
  return (
    <li>
      <div>
        <b>
          {name}
          {good && <Icon name="check" size="s" className="good" />}
        </b>
        <small className="n">{told}</small>
        {warn !== null && <small className="warn">{warn}</small>}
      </div>
      <div className="deeds">{children}</div>
    </li>
  )
}
