import { useId } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { Field, Told } from '../Field.tsx'
import { useSay } from '../texts.ts'
import type { Setup } from './useSetup.ts'

const ownerships = ['direct', 'franchise'] as const
const latest_hour = 12

export function StoreStep({ setup }: { setup: Setup }) {
  const say = useSay()
  const { draft: { store, chain }, faults } = setup
  const set = (part: Partial<typeof store>, field: string) =>
    setup.set({ store: { ...store, ...part } }, field)
  const isOwn = store.ownership === 'direct'
  return (
    <>
      <Field
        label={say('store_name')}
        value={store.name}
        onChange={(name) => set({ name }, 'name')}
        fault={faults.name}
        autoComplete="off"
      />
      <Field
        label={say('store_code')}
        hint={<>{say('store_code_hint')}<br />{say('store_receipt', { number: receiptOf(store.code) })}</>}
        value={store.code}
        onChange={(code) => set({ code: code.toUpperCase() }, 'code')}
        fault={faults.code}
        autoComplete="off"
        spellCheck={false}
        look="short"
      />
      <div className="setup-field" role="group" aria-label={say('store_ownership')}>
        <span className="label">{say('store_ownership')}</span>
        <span className="seg setup-seg">
          {ownerships.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={store.ownership === kind}
              onClick={() => set({ ownership: kind }, 'ownership')}>
              {say(`store_${kind}`)}
            </button>
          ))}
        </span>
      </div>
      <Field
        label={say('store_entity')}
        hint={say('store_entity_hint')}
        value={store.legal_entity}
        onChange={(legal_entity) => set({ legal_entity }, 'legal_entity')}
        fault={faults.legal_entity}
        autoComplete="off"
        end={isOwn && store.legal_entity === '' && chain.name !== '' && (
          <button type="button" className="link" onClick={() =>
            set({ legal_entity: chain.name }, 'legal_entity')}>
            {say('store_entity_same')}
          </button>
        )}
      />
      <div className="setup-pair">
        <Tills setup={setup} />
        <Cutoff setup={setup} />
      </div>
    </>
  )
}

const receiptOf = (code: string): string => `${code || 'A'}1-261121-0001`

function Tills({ setup: { draft: { store }, faults, set } }: { setup: Setup }) {
  const say = useSay()
  const step = (by: number) => {
    const tills = String(Math.min(50, Math.max(1, (Number(store.tills) || 0) + by)))
    set({ store: { ...store, tills } }, 'tills')
  }
  return (
    <Field
      label={say('store_tills')}
      hint={say('store_tills_hint')}
      value={store.tills}
      onChange={(typed) => set({ store: { ...store, tills: typed.replace(/\D/g, '').slice(0, 3) } }, 'tills')}
      fault={faults.tills}
      inputMode="numeric"
      autoComplete="off"
      look="stepper"
      end={(
        <>
          <button type="button" className="step" aria-label={say('tills_fewer')} onClick={() => step(-1)}>
            <Icon name="minus" size="s" />
          </button>
          <button type="button" className="step" aria-label={say('tills_more')} onClick={() => step(1)}>
            <Icon name="plus" size="s" />
          </button>
        </>
      )}
    />
  )
}

function Cutoff({ setup: { draft: { store }, faults, set } }: { setup: Setup }) {
  const say = useSay()
  const id = useId()
  return (
    <div className="setup-field">
      <label className="label" htmlFor={id}>{say('store_cutoff')}</label>
      <span className="field big">
        <select
          id={id}
          value={store.cutoff_hour}
          aria-describedby={`${id}-told`}
          onChange={(event) => set({ store: { ...store, cutoff_hour: event.target.value } }, 'cutoff_hour')}>
          {Array.from({ length: latest_hour + 1 }, (_, hour) => (
            <option key={hour} value={hour}>
              {hour === 0 ? say('cutoff_midnight') : say('cutoff_hour', { hour })}
            </option>
          ))}
        </select>
      </span>
      <Told id={`${id}-told`} fault={faults.cutoff_hour} hint={say('store_cutoff_hint')} />
    </div>
  )
}
