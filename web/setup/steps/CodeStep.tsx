import { Field } from '../Field.tsx'
import { useSay } from '../texts.ts'
import type { Setup } from './useSetup.ts'

/** abcd-efgh-jkmn as it is typed or pasted. */
const grouped = (typed: string): string =>
  (typed.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 12).match(/.{1,4}/g) ?? []).join(
    '-')

export function CodeStep({ setup: { draft, faults, set }, sandbox }: { setup: Setup; sandbox: boolean }) {
  const say = useSay()
  return (
    <>
      <Field
        label={say('code_label')}
        look="code"
        value={grouped(draft.code)}
        onChange={(code) => set({ code: grouped(code) }, 'code')}
        fault={faults.code}
        placeholder="xxxx-xxxx-xxxx"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div className="setup-where">
        <b>{say('code_where')}</b>
        <p>{say('code_printed')}</p>
        <code>{say('code_example')}</code>
        <p>{say('code_invited')}</p>
      </div>
      {sandbox && (
        <p className="why">
          {say('code_look_first')} <a className="link" href="/admin/">{say('code_look')}</a>
        </p>
      )}
    </>
  )
}
