import { Field } from '../Field.tsx'
import { useSay } from '../texts.ts'
import type { Setup } from './useSetup.ts'

export function ChainStep({ setup: { draft: { chain }, faults, set } }: { setup: Setup }) {
  const say = useSay()
  return (
    <>
      <Field
        label={say('chain_name')}
        hint={say('chain_name_hint')}
        value={chain.name}
        onChange={(name) => set({ chain: { ...chain, name } }, 'name')}
        fault={faults.name}
        autoComplete="organization"
      />
      <Field
        label={say('chain_code')}
        hint={say('chain_code_hint')}
        value={chain.code}
        onChange={(code) => set({ chain: { ...chain, code: code.toLowerCase() } }, 'code')}
        fault={faults.code}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </>
  )
}
