import { useState } from 'react'
import { newOpKey, Refused } from '../../ui/call.ts'
import { say } from '../texts.ts'

export type Faults<Name extends string> = Partial<Record<Name, string>>
export type FormState<Name extends string> = {
  values: Record<Name, string>
  faults: Faults<Name>
  error: unknown
  busy: boolean
  set: (name: Name, value: string) => void
  submit: () => void
}
type Plan<Name extends string> = {
  start: Record<Name, string>
  needed: readonly Name[]
  /** Faults of ours, found before anything is sent. */
  check: (values: Record<Name, string>) => Faults<Name>
  /** The server's name of a field, where it is another than ours. */
  paths?: Record<string, Name>
  /** Refusals that are about one field. */
  codes?: Record<string, Name>
  send: (values: Record<Name, string>, op_key: string) => Promise<void>
}

/**
 * What is typed, what is wrong with it, and sending it once. The key of the act stays the same until an
 * answer is known, so a retry after a lost connection cannot do it twice.
 */
export function useForm<Name extends string>(plan: Plan<Name>): FormState<Name> {
  const [values, setValues] = useState(plan.start)
  const [faults, setFaults] = useState<Faults<Name>>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [op_key, setOpKey] = useState(newOpKey)
  function set(name: Name, value: string) {
    setValues((typed) => ({ ...typed, [name]: value }))
    setFaults(({ [name]: _fixed, ...rest }) => rest as Faults<Name>)
  }
  async function send() {
    const found = { ...missing(plan, values), ...plan.check(values) }
    setFaults(found)
    setError(null)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await plan.send(values, op_key)
    } catch (failure) {
      setError(failure)
      if (failure instanceof Refused) {
        setFaults(faultsOf(plan, failure))
        setOpKey(newOpKey())
      }
    }
    setBusy(false)
  }
  return {
    values,
    faults,
    error,
    busy,
    set,
    submit: () => {
      if (!busy) void send()
    },
  }
}

function missing<Name extends string>({ needed }: Plan<Name>, values: Record<Name, string>): Faults<Name> {
  const empty = needed.filter((name) => values[name].trim() === '')
  return Object.fromEntries(empty.map((name) => [name, say()('field_needed')])) as Faults<Name>
}

function faultsOf<Name extends string>(plan: Plan<Name>, refused: Refused): Faults<Name> {
  const { start, paths = {}, codes = {} } = plan
  const about = codes[refused.code]
  const named = refused.fields.map(({ path, message }) => [paths[path] ?? path, message] as const)
  if (about !== undefined && named.length === 0) named.push([about, refused.message])
  return Object.fromEntries(named.filter(([path]) => path in start)) as Faults<Name>
}
