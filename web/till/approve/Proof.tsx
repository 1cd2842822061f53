import { useEffect, useState, type SubmitEvent } from 'react'
import { Refused } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { useMe } from '../../ui/session.ts'
import { Field } from '../Field.tsx'
import { onEnter, useKeys } from '../keys.ts'
import { keepFocus, padKeys } from '../Pad.tsx'
import { PinPad } from '../PinPad.tsx'
import { useSay } from '../texts.ts'
import { leaveOnly, wantsCode, type Asked } from './approving.ts'

const pin_digits = 6

/** A PIN is signs, not a number: a nought in front stays. */
const pinAfter = (pin: string, key: string): string =>
  key === 'back' ? pin.slice(0, -1) : /^\d+$/.test(key) ? (pin + key).slice(0, pin_digits) : pin

type ProofProps = { asked: Asked; onClose: () => void }

/** Whoever stands here proves who they are: a PIN at an enrolled till, phone and password anywhere. */
export function Proof({ asked, onClose }: ProofProps) {
  const say = useSay()
  const enrolled = useMe().till !== null && asked.people.length > 0
  const [by, setBy] = useState<'pin' | 'password'>(enrolled ? 'pin' : 'password')
  const shown = enrolled ? by : 'password'
  return (
    <section className="form proof" aria-label={say('approval_here')}>
      <h3 className="label">{say('approval_here')}</h3>
      {enrolled && (
        <span className="seg big" role="group" aria-label={say('approval_by')}>
          {(['pin', 'password'] as const).map((way) => (
            <button key={way} type="button" aria-pressed={way === shown} onClick={() => setBy(way)}>
              {say(`approval_by_${way}`)}
            </button>
          ))}
        </span>
      )}
      {asked.giving_error !== null && <NotGiven error={asked.giving_error} />}
      {shown === 'pin' ? <ByPin asked={asked} onClose={onClose} /> : <ByPassword asked={asked} />}
      <p className="why">{say('approval_who_why')}</p>
    </section>
  )
}

/** A wrong password is said without the chain's code, which nobody typed here. */
function NotGiven({ error }: { error: unknown }) {
  const say = useSay()
  const wrong = error instanceof Refused && error.code === 'sign_in_wrong'
  return <Failed title={say('approval_not_given')} error={wrong ? new Error(say('approval_wrong')) : error} />
}

function ByPin({ asked, onClose }: ProofProps) {
  const say = useSay()
  const only = asked.people.length === 1 ? asked.people[0]!.id : null
  const [staff_id, setStaff] = useState<string | null>(only)
  const [pin, setPin] = useState('')
  // A PIN that was refused is typed anew.
  useEffect(() => {
    if (asked.giving_error !== null) setPin('')
  }, [asked.giving_error])
  const name = asked.people.find(({ id }) => id === staff_id)?.name
  const why = staff_id === null ? 'why_approver' : pin.length < pin_digits ? 'why_approver_pin' : null
  const give = (whole = pin, who = staff_id) => {
    if (who === null || whole.length < pin_digits || asked.giving) return
    asked.give({ by: 'pin', staff_id: who, pin: whole })
  }
  // The last digit is the answer, and so is the name where it comes last.
  const type = (key: string) => {
    const next = pinAfter(pin, key)
    setPin(next)
    give(next)
  }
  const choose = (id: string) => {
    setStaff(id)
    give(pin, id)
  }
  useKeys({ ...padKeys(type), Enter: onEnter(() => give()), Escape: leaveOnly(onClose) })
  return (
    <>
      <div className="reasons" role="group" aria-label={say('approval_who')}>
        {asked.people.slice(0, 6).map((one) => (
          <button
            key={one.id}
            type="button"
            className="key"
            aria-pressed={one.id === staff_id}
            {...keepFocus}
            onClick={() => choose(one.id)}
          >
            <span className="cut">{one.name}</span>
          </button>
        ))}
      </div>
      <output
        className="pin-dots n"
        aria-label={name ? say('approval_pin', { name }) : say('approval_pin_any')}
      >
        {'●'.repeat(pin.length).padEnd(pin_digits, '○')}
      </output>
      <PinPad off={asked.giving} onKey={type} />
      <Give asked={asked} why={why && say(why)} onClick={() => give()} />
    </>
  )
}

/** What was typed stays after a no, but for the password itself where it was wrong. */
function ByPassword({ asked }: { asked: Asked }) {
  const say = useSay()
  const [phone, setPhone] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const coded = wantsCode(asked.giving_error)
  const why = phone.trim() === '' || password === '' ? say('why_proof') : null
  function give(event?: SubmitEvent) {
    event?.preventDefault()
    if (why !== null || asked.giving) return
    asked.give({ by: 'password', phone, password, ...(coded && code !== '' && { code }) })
  }
  return (
    <form className="form" onSubmit={give}>
      <Field label={say('phone')} value={phone} onChange={setPhone} inputMode="tel" autoFocus />
      <Field label={say('approval_password')} value={password} onChange={setPassword} type="password" />
      {coded && (
        <Field label={say('approval_code')} value={code} onChange={setCode} inputMode="numeric" />
      )}
      <Give asked={asked} why={why} onClick={() => give()} />
    </form>
  )
}

function Give({ asked, why, onClick }: { asked: Asked; why: string | null; onClick: () => void }) {
  const say = useSay()
  return (
    <>
      <p className="why" role="status">
        {why}
      </p>
      <button
        type="button"
        className="btn pri big"
        aria-disabled={why !== null || asked.giving}
        onClick={onClick}
      >
        {say(asked.giving ? 'working' : 'approval_give')} <kbd>Enter</kbd>
      </button>
    </>
  )
}
