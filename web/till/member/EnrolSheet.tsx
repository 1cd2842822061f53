import { useId, useState, type SubmitEvent } from 'react'
import { findMembers } from '#contract/members.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { acts } from '../acts.ts'
import { chooseMember } from '../box.ts'
import { Doubt } from '../Doubt.tsx'
import { Field } from '../Field.tsx'
import { useKeys } from '../keys.ts'
import { place } from '../place.ts'
import { Sheet } from '../Sheet.tsx'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'
import { enrolmentOf, whyNotEnrol, type Enrolment } from './enrolment.ts'

/** A new member in ten seconds: phone, name, and two consents asked plainly and apart (R1.60). */
export function EnrolSheet({ phone }: { phone: string }) {
  const say = useSay()
  const act = acts.enrol.use()
  const at = place.use((now) => now)
  const [form, setForm] = useState<Enrolment>({
    phone,
    name: '',
    birthday: '',
    service: false,
    marketing: false,
  })
  const why = whyNotEnrol(form)
  const faults = act.state === 'refused' ? act.error.fields : []
  const taken = act.state === 'refused' && act.error.code === 'phone_taken'
  const close = () => {
    acts.enrol.close()
    closeSheet()
  }
  useKeys({ Escape: close })
  const set = (change: Partial<Enrolment>) => setForm({ ...form, ...change })
  const faultOf = (path: string) => faults.find((fault) => fault.path === path)?.message

  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!why && at) void acts.enrol.run(enrolmentOf(form, at.store_id))
  }
  return (
    <Sheet title={say('enrol_title')} onClose={close}>
      <form className="form" onSubmit={submit}>
        <Doubt act={acts.enrol} what={say('enrol')} />
        {act.state === 'refused' && faults.length === 0 && (
          <Failed title={say('not_done')} error={act.error} />
        )}
        {taken && <TakeKnown phone={form.phone} onTaken={close} />}
        <Field
          label={say('phone')}
          value={form.phone}
          onChange={(value) => set({ phone: value })}
          inputMode="tel"
          autoFocus={phone === ''}
          fault={faultOf('phone')}
        />
        <div className="two">
          <Field
            label={say('name')}
            value={form.name}
            onChange={(value) => set({ name: value })}
            autoFocus={phone !== ''}
            fault={faultOf('name')}
          />
          <Field
            label={say('birthday_optional')}
            value={form.birthday}
            type="date"
            fault={faultOf('birthday')}
            onChange={(value) => set({ birthday: value })}
          />
        </div>
        <Consent
          checked={form.service}
          onChange={(service) => set({ service })}
          title={say('consent_service')}
          text={say('consent_service_text')}
        />
        <Consent
          checked={form.marketing}
          onChange={(marketing) => set({ marketing })}
          title={say('consent_marketing')}
          text={say('consent_marketing_text')}
        />
        <p className="foot">
          <span className="why">{why && say(why)}</span>
          <button type="submit" className="btn pri big" aria-disabled={why !== null || act.state === 'busy'}>
            {say(act.state === 'busy' ? 'saving' : 'enrol_now')}
          </button>
        </p>
      </form>
    </Sheet>
  )
}

function Consent({
  checked,
  onChange,
  title,
  text,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  title: string
  text: string
}) {
  const about = useId()
  return (
    <label className="consent">
      <input
        type="checkbox"
        checked={checked}
        aria-label={title}
        aria-describedby={about}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <b>{title}</b>
        <small id={about}>{text}</small>
      </span>
    </label>
  )
}

/** The phone is a member's already: take that member instead. */
function TakeKnown({ phone, onTaken }: { phone: string; onTaken: () => void }) {
  const say = useSay()
  const [error, setError] = useState<unknown>(null)
  async function take() {
    try {
      const { rows } = await call(findMembers, { find: phone.replaceAll(/[\s-]/g, '') })
      if (rows[0]) {
        chooseMember(rows[0])
        onTaken()
      }
    } catch (cause) {
      setError(cause)
    }
  }
  return (
    <>
      {error !== null && <Failed error={error} />}
      <button type="button" className="key" onClick={() => void take()}>
        <Icon name="person" />
        {say('take_known')}
      </button>
    </>
  )
}
