import { useState } from 'react'
import type { Request } from '#contract/endpoint.ts'
import { checkSetupCode, finishSetup, setupSteps } from '#contract/setup.ts'
import { call, Offline, Refused } from '../../ui/call.ts'
import { keep } from '../../ui/keep.ts'
import { signIn } from '../../ui/session.ts'
import type { Draft } from '../draft.ts'
import { useDraft } from '../draft.ts'
import { faultsOf } from '../faults.ts'
import type { Faults } from '../faults.ts'
import { say } from '../texts.ts'

export const stepNames = ['code', 'chain', 'store', 'owner'] as const
export type Passwords = { password: string; again: string }

/** What is sent of the first store: numbers where the fields have text. */
const storeOf = ({ store }: Draft) =>
  ({ ...store, tills: Number(store.tills), cutoff_hour: Number(store.cutoff_hour) })

/** The step a refusal sends back to, and the field it is about. */
const homes: Partial<Record<string, [step: Draft['step'], field: string]>> = {
  setup_code_wrong: [0, 'code'], setup_done: [0, 'code'], setup_code_form: [0, 'code'],
  chain_code_taken: [1, 'code'], store_code_taken: [2, 'code'], staff_phone_taken: [3, 'phone'],
}

/** The four steps: what is typed, what is wrong with it, and going on or back. */
export function useSetup() {
  const { draft, change } = useDraft()
  const [passwords, setPasswords] = useState<Passwords>({ password: '', again: '' })
  const [faults, setFaults] = useState<Faults>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  // An answer was lost on the way: the company may be there already.
  const [doubt, setDoubt] = useState(false)

  const turnTo = (step: Draft['step'], found: Faults = {}) => {
    change({ step })
    setFaults(found)
    setError(null)
  }
  function tell(failure: unknown) {
    const sent = failure instanceof Refused ? homeOf(failure, draft.step) : null
    if (sent) turnTo(...sent)
    else setError(failure)
  }
  async function run(work: () => Promise<void>) {
    if (busy) return
    setBusy(true)
    setError(null)
    await work().catch(tell)
    setBusy(false)
  }

  async function goOn() {
    const found = faultsHere(draft, passwords)
    setFaults(found)
    setError(null)
    if (Object.keys(found).length > 0) return
    if (draft.step === 0) await run(async () => change(await openWith(draft)))
    else if (draft.step === 3) await run(finish)
    else turnTo((draft.step + 1) as Draft['step'])
  }

  async function finish() {
    try {
      change({ made: await make(draft, { password: passwords.password, doubt }), code: '' })
      setDoubt(false)
    } catch (failure) {
      if (failure instanceof Offline) setDoubt(true)
      throw failure
    }
  }

  const set = (part: Partial<Draft>, field: string) => {
    change(part)
    setFaults(({ [field]: _mended, ...rest }) => rest)
  }
  const setPassword = (name: keyof Passwords, value: string) => {
    setPasswords((typed) => ({ ...typed, [name]: value }))
    setFaults(({ [name]: _mended, ...rest }) => rest)
  }
  const back = () => turnTo(Math.max(0, draft.step - 1) as Draft['step'])
  return { draft, passwords, faults, error, busy, doubt, set, setPassword, goOn: () => void goOn(), back }
}
export type Setup = ReturnType<typeof useSetup>

/** A code that holds leads on; one of a platform brings the company's name along. */
async function openWith({ code, chain }: Draft): Promise<Partial<Draft>> {
  const { invited } = await call(checkSetupCode, { code })
  const fresh = chain.code === '' && chain.name === ''
  return { step: 1, ...(invited && fresh ? { chain: invited } : {}) }
}

/** Makes the company. Where an answer was lost before, it may be there already: then its owner signs in. */
async function make(
  draft: Draft, { password, doubt }: { password: string; doubt: boolean },
): Promise<NonNullable<Draft['made']>> {
  const { chain, owner } = draft
  const order: Request<typeof finishSetup> = {
    setup_code: draft.code, chain, store: storeOf(draft), owner: { ...owner, password },
  }
  const name = chain.name.trim(), code = chain.code.trim().toLowerCase()
  try {
    await call(finishSetup, order)
  } catch (failure) {
    if (!doubt || !(failure instanceof Refused)) throw failure
    await signIn({ chain_code: code, phone: owner.phone, password }).catch(() => { throw failure })
  }
  keep('chain_code', code)
  keep('phone', owner.phone)
  return { name, code }
}

function faultsHere(draft: Draft, { password, again }: Passwords): Faults {
  if (draft.step === 0) return faultsOf(checkSetupCode.body, { code: draft.code })
  if (draft.step === 1) return faultsOf(setupSteps.chain, draft.chain)
  if (draft.step === 2) return faultsOf(setupSteps.store, storeOf(draft))
  const found = faultsOf(setupSteps.owner, { ...draft.owner, password })
  if (found.password === undefined && password !== again) found.again = say()('owner_again_wrong')
  return found
}

/** Where to go for a refusal that is about what was typed: the first step that has a fault. */
function homeOf(refused: Refused, here: Draft['step']): [Draft['step'], Faults] | null {
  const home = homes[refused.code]
  if (home) return [home[0], { [home[1]]: refused.message }]
  const placed = refused.fields.map(({ path, message }) => {
    const [step = '', field = step] = path.replace('setup_code', 'code').split('.')
    return { step: Math.max(0, stepNames.findIndex((name) => name === step)) as Draft['step'], field,
      message }
  })
  if (placed.length === 0) return null
  const first = placed.some(({ step }) => step === here) ? here
    : Math.min(...placed.map(({ step }) => step)) as Draft['step']
  const faults = placed.filter(({ step }) => step === first).map(({ field, message }) => [field, message])
  return [first, Object.fromEntries(faults) as Faults]
}
