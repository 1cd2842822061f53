import { useId, useState, type SubmitEvent } from 'react'
import type { ConsentKind } from '#contract/consents.ts'
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
import { isUnder14 } from '../../ui/birthday.ts'
import { dayIn } from '../../ui/format.ts'
import { serverNow, useMe } from '../../ui/session.ts'
import { enrolmentOf, whyNotEnrol, type Enrolment } from './enrolment.ts'
import { useWordings, type Words } from './wordings.ts'

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
    guardian_name: '',
    guardian_phone: '',
    guardian: false,
  })
  const words = useWordings()
  const today = dayIn(serverNow(), useMe().chain.time_zone)
  const why = whyNotEnrol(form, today)
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
    if (why || !at) return
    const shown = (kind: ConsentKind) => words(kind).version
    const wordings = {
      service: shown('service'), marketing: shown('marketing'), guardian: shown('guardian'),
    }
    void acts.enrol.run(enrolmentOf(form, { store_id: at.store_id, today, wordings }))
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
        {isUnder14(form.birthday, today) && (
          <Guardian form={form} set={set} words={words} faultOf={faultOf} />
        )}
        <Consent
          checked={form.service}
          onChange={(service) => set({ service })}
          title={say('consent_service')}
          text={words('service').text}
        />
        <Consent
          checked={form.marketing}
          onChange={(marketing) => set({ marketing })}
          title={say('consent_marketing')}
          text={words('marketing').text}
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

type GuardianProps = {
  form: Enrolment
  set: (change: Partial<Enrolment>) => void
  words: Words
  faultOf: (path: string) => string | undefined
}

/** Who agrees for a child under 14 (C19). */
function Guardian({ form, set, words, faultOf }: GuardianProps) {
  const say = useSay()
  return (
    <>
      <div className="two">
        <Field
          label={say('guardian_name')}
          value={form.guardian_name}
          onChange={(value) => set({ guardian_name: value })}
          fault={faultOf('guardian.name')}
        />
        <Field
          label={say('guardian_phone')}
          value={form.guardian_phone}
          onChange={(value) => set({ guardian_phone: value })}
          inputMode="tel"
          fault={faultOf('guardian.phone')}
        />
      </div>
      <Consent
        checked={form.guardian}
        onChange={(guardian) => set({ guardian })}
        title={say('guardian_agrees')}
        text={words('guardian').text}
      />
    </>
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
