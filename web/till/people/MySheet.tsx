import { useCallback, useEffect, useState, type SubmitEvent } from 'react'
import { readAccount, removePin, setPin } from '#contract/access.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { useMe } from '../../ui/session.ts'
import { Entry, Wrong } from '../../ui/signin/Entry.tsx'
import { useSending, useWait } from '../../ui/signin/sending.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { askDevice } from '../device.ts'
import { useKeys } from '../keys.ts'
import { lockTill } from '../lock.ts'
import { Sheet } from '../Sheet.tsx'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

/** Who is at the till: their PIN, and making room for the next. */
export function MySheet() {
  const say = useSay()
  const { staff } = useMe()
  const texts = usePeopleTexts()
  const [has, setHas] = useState<boolean | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = useCallback(async () => {
    setError(null)
    await call(readAccount, {}).then(({ pin_set_at }) => setHas(pin_set_at !== null), setError)
  }, [])
  useEffect(() => void read(), [read])
  useKeys({ Escape: closeSheet, F2: () => void lockTill() })
  return (
    <Sheet title={staff.name} onClose={closeSheet}>
      <div className="me-sheet">
        <p className="mut">{roleName(texts, staff.role)}</p>
        {error !== null && <Failed error={error} onRetry={() => void read()} />}
        {has === null && error === null && <Skeleton rows={2} />}
        {has !== null && <MyPin has={has} onChange={setHas} />}
        <button type="button" className="key" onClick={() => void lockTill()}>
          <Icon name="people" />
          {say('switch_person')}
          <span className="f">F2</span>
        </button>
      </div>
    </Sheet>
  )
}

function MyPin({ has, onChange }: { has: boolean; onChange: (has: boolean) => void }) {
  const say = useSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [typed, setTyped] = useState({ password: '', pin: '', again: '' })
  const [done, setDone] = useState(false)
  const whole = /^\d{6}$/.test(typed.pin) && typed.pin === typed.again && typed.password !== ''
  const entry = (name: keyof typeof typed) => ({
    name,
    value: typed[name],
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
    error,
    type: 'password',
  })
  const digits = { inputMode: 'numeric', maxLength: 6, autoComplete: 'off', className: 'n' } as const
  async function save(event: SubmitEvent) {
    event.preventDefault()
    if (!whole || wait_s > 0) return
    await send(async () => {
      await call(setPin, { password: typed.password, pin: typed.pin })
      setTyped({ password: '', pin: '', again: '' })
      setDone(true)
      onChange(true)
      await askDevice()
    })
  }
  const remove = () => send(async () => {
    await call(removePin, {})
    setDone(false)
    onChange(false)
    await askDevice()
  })
  const differs = typed.again.length === 6 && typed.again !== typed.pin
  return (
    <form onSubmit={(event) => void save(event)} noValidate aria-label={say('my_pin')}>
      <p className="say">{say(has ? 'my_pin_is_set' : 'my_pin_why')}</p>
      <Entry {...entry('pin')} {...digits} label={say('new_pin')} hint={say('new_pin_hint')} />
      <Entry
        {...entry('again')}
        {...digits}
        label={say('pin_again')}
        fault={differs ? say('pin_differs') : undefined}
      />
      <Entry {...entry('password')} label={say('pin_password')} autoComplete="current-password" />
      <Wrong error={error} />
      {done && (
        <p className="ok-line" role="status">
          <Icon name="check" />
          {say('pin_saved')}
        </p>
      )}
      <div className="me-keys">
        {!whole && <span className="why">{say('why_pin')}</span>}
        {has && (
          <button type="button" className="key" onClick={() => void remove()}>
            {say('remove_pin')}
          </button>
        )}
        <button type="submit" className="btn pri big n" aria-disabled={!whole || busy || wait_s > 0}>
          {wait_s > 0 ? say('pin_wait', { seconds: wait_s }) : say('save_pin')}
        </button>
      </div>
    </form>
  )
}
