import { useEffect, useState } from 'react'
import { readOperator, signOutOperator } from '#contract/operators.ts'
import type { OperatorMe } from '#contract/operators.ts'
import { call, Refused } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Stage } from '../Stage.tsx'
import { useSay } from '../texts.ts'
import { Chains } from './Chains.tsx'
import { ChangePassword } from './ChangePassword.tsx'
import { Invitations } from './Invitations.tsx'
import { SignIn } from './SignIn.tsx'

type Who = { state: 'asking' } | { state: 'out' } | { state: 'failed'; error: unknown }
  | { state: 'in'; me: OperatorMe }

/** The pages of those who run the installation: companies, and preparing one. */
export function Operators() {
  const say = useSay()
  const [who, setWho] = useState<Who>({ state: 'asking' })
  const enter = (me: OperatorMe) => setWho({ state: 'in', me })
  async function ask() {
    try {
      enter(await call(readOperator, {}))
    } catch (error) {
      setWho(error instanceof Refused && error.status === 401 ? { state: 'out' } : { state: 'failed', error })
    }
  }
  useEffect(() => {
    document.title = `${say('operator')} · Shuke`
    void ask()
  }, [say])
  if (who.state === 'asking') return null
  if (who.state === 'failed')
    return <Stage title={say('operator')}><Failed error={who.error} onRetry={() => void ask()} /></Stage>
  if (who.state === 'out') return <Stage title={say('operator')}><SignIn onDone={enter} /></Stage>
  return (
    <Stage title={say('operator')} wide end={<Leave name={who.me.name} onOut={() =>
      setWho({ state: 'out' })} />}>
      {who.me.must_change
        ? <ChangePassword onDone={enter} />
        : <Desk onOut={() => setWho({ state: 'out' })} />}
    </Stage>
  )
}

/** Lists that stand beside each other: preparing a company changes what waits below it. */
function Desk({ onOut }: { onOut: () => void }) {
  const say = useSay()
  return (
    <main className="desk">
      <h1 className="sr">{say('operator')}</h1>
      <Chains onOut={onOut} />
      <Invitations />
    </main>
  )
}

function Leave({ name, onOut }: { name: string; onOut: () => void }) {
  const say = useSay()
  const leave = async () => {
    try {
      await call(signOutOperator, {})
    } catch (error) {
      // Ended already is what was wanted; without an answer it is not known, so we stay.
      if (!(error instanceof Refused)) return
    }
    onOut()
  }
  return (
    <>
      <span className="cut wide">{name}</span>
      <button type="button" className="btn quiet" onClick={() => void leave()}>{say('sign_out')}</button>
    </>
  )
}
