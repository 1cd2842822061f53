import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { adjustedAccounts, adjustmentReasons, type AdjustedAccount } from '#contract/approvals.ts'
import { adjust } from '#contract/value.ts'
import { call, newOpKey, Refused } from '../../ui/call.ts'
import { has, useMe } from '../../ui/session.ts'
import { say as sayNow, useSay } from '../texts/approvals.ts'
import { ChoiceFilter, type Choice } from '../list/filters.tsx'
import { AdjustWaits, type Adjusting } from './AdjustWaits.tsx'
import { fenFromText } from './amount.ts'
import { Form, type FieldSpec } from './Form.tsx'
import { useForm, type Faults, type FormState } from './useForm.ts'

type Name = 'account' | 'way' | 'amount' | 'reason' | 'store'
type Props = { member_id: string; onDone: () => void }

/** A correction of what a member holds, and why. A second person is asked where settings say so. */
export function AdjustHoldings({ member_id, onDone }: Props) {
  const me = useMe()
  const queries = useQueryClient()
  const [waits, setWaits] = useState<Adjusting | null>(null)
  const done = async () => {
    await Promise.all(['GET', 'POST'].map((method) => queries.invalidateQueries({ queryKey: [method] })))
    onDone()
  }
  const form = useForm<Name>({
    start: {
      account: has(me, 'stored_value') ? 'principal' : 'points', way: 'plus', amount: '',
      reason: 'correction', store: me.stores[0]?.id ?? '',
    },
    needed: ['amount', 'reason', 'store'],
    check: (values): Faults<Name> => (amountOf(values) === null ? { amount: wrongAmount(values) } : {}),
    async send(values, op_key) {
      const doing = adjusting(member_id, values)
      try {
        await call(adjust, { ...doing, op_key })
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'approval_needed') throw error
        return setWaits(doing)
      }
      await done()
    },
  })
  const finish = async (doing: Adjusting, approval_id: string) => {
    await call(adjust, { ...doing, op_key: newOpKey(), approval_id })
    await done()
  }
  if (waits) return <AdjustWaits doing={waits} onGiven={finish} onBack={() => setWaits(null)} />
  return <Fields form={form} />
}

function Fields({ form }: { form: FormState<Name> }) {
  const say = useSay()
  const { stores } = useMe()
  return (
    <Form form={form} fields={useFields(form.values.account)} submit={say('adjust_now')}
      note={say('adjust_hint')}>
      <Chosen
        label={say('adjust_reason')} value={form.values.reason}
        choices={adjustmentReasons.map((value) => ({ value, label: say(`reason_${value}`) }))}
        onChange={(reason) => form.set('reason', reason)}
      />
      {stores.length > 1 && (
        <Chosen
          label={say('adjust_store')} value={form.values.store}
          choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(store) => form.set('store', store)}
        />
      )}
    </Form>
  )
}

type ChosenProps = {
  label: string
  value: string
  choices: readonly Choice[]
  onChange: (value: string) => void
}

function Chosen({ label, value, choices, onChange }: ChosenProps) {
  return (
    <div className="form-field">
      <span className="label">{label}</span>
      <ChoiceFilter label={label} value={value} choices={choices} onChange={(next) => onChange(next ?? '')} />
    </div>
  )
}

function useFields(account: string): FieldSpec<Name>[] {
  const say = useSay()
  const me = useMe()
  const accounts = adjustedAccounts.filter((one) => has(me, one === 'points' ? 'points' : 'stored_value'))
  const points = account === 'points'
  return [
    {
      name: 'account', label: say('adjust_account'), kind: 'pick',
      choices: accounts.map((value) => ({ value, label: say(`account_${value}`) })),
    },
    {
      name: 'way', label: say('adjust_way'), kind: 'pick',
      choices: (['plus', 'minus'] as const).map((value) => ({ value, label: say(`adjust_${value}`) })),
    },
    {
      name: 'amount', label: say(points ? 'adjust_points' : 'adjust_amount'), needed: true,
      kind: points ? 'text' : 'money',
    },
  ]
}

/** Fen, or points, above zero; null for what is no such amount. */
function amountOf({ account, amount }: Pick<Record<Name, string>, 'account' | 'amount'>): number | null {
  const found = account === 'points' ? wholeFromText(amount) : fenFromText(amount)
  return found === null || found === 0 ? null : found
}

function wholeFromText(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '')
  return /^\d{1,8}$/.test(plain) ? Number(plain) : null
}

const wrongAmount = ({ account }: Pick<Record<Name, string>, 'account'>): string =>
  sayNow()(account === 'points' ? 'adjust_points_wrong' : 'adjust_amount_wrong')

function adjusting(member_id: string, values: Record<Name, string>): Adjusting {
  const amount = amountOf(values) ?? 0
  return {
    member_id, store_id: values.store, account: values.account as AdjustedAccount,
    amount: values.way === 'minus' ? -amount : amount, reason: values.reason as Adjusting['reason'],
  }
}
