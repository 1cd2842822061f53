import { useEffect, useRef, type SubmitEvent } from 'react'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Stage } from '../Stage.tsx'
import { useSay } from '../texts.ts'
import { ChainStep } from './ChainStep.tsx'
import { CodeStep } from './CodeStep.tsx'
import { Done } from './Done.tsx'
import { OwnerStep } from './OwnerStep.tsx'
import { StoreStep } from './StoreStep.tsx'
import { stepNames, useSetup } from './useSetup.ts'
import type { Setup } from './useSetup.ts'

const bodies = { code: CodeStep, chain: ChainStep, store: StoreStep, owner: OwnerStep }

/** Setting up in four steps; what was typed outlives every error and every reload. */
export function Steps({ sandbox }: { sandbox: boolean }) {
  const say = useSay()
  const setup = useSetup()
  const { draft: { step, made }, busy, faults } = setup
  const name = stepNames[step]
  const Body = bodies[name]
  const card = useRef<HTMLFormElement>(null)
  useEffect(() => {
    document.title = `${say(`${name}_title`)} · ${say('setup')}`
    const first = card.current?.querySelector<HTMLElement>('[aria-invalid="true"], input')
    first?.focus()
  }, [name, say])
  if (made) return <Done made={made} />
  function submit(event: SubmitEvent) {
    event.preventDefault()
    setup.goOn()
  }
  const going = step === 3 ? say('busy') : say('checking')
  return (
    <Stage title={say('setup')}>
      <main className="stage-card panel">
        <Rail step={step} />
        <form className="setup-form" ref={card} onSubmit={submit} noValidate aria-labelledby="step-title">
          <p className="sr">{say('step_of', { at: step + 1, all: stepNames.length })}</p>
          <h1 id="step-title">{say(`${name}_title`)}</h1>
          <p className="sub">{say(`${name}_why`)}</p>
          <Body setup={setup} sandbox={sandbox} />
          <Trouble setup={setup} />
          {Object.keys(faults).length > 1 && (
            <p className="err" role="alert">
              <Icon name="alert" size="s" />
              {say('fields_wrong', { count: Object.keys(faults).length })}
            </p>
          )}
          <div className="setup-end">
            {step > 0 && (
              <button type="button" className="btn big quiet" onClick={setup.back}>{say('back')}</button>
            )}
            <button type="submit" className="btn big pri" aria-disabled={busy}>
              {busy ? going : say(step === 3 ? 'owner_finish' : 'next')}
            </button>
          </div>
        </form>
      </main>
    </Stage>
  )
}

/** What failed, and what to make of it: nothing that was typed is lost. */
function Trouble({ setup: { error, doubt } }: { setup: Setup }) {
  const say = useSay()
  if (error === null) return null
  return (
    <div className="setup-trouble">
      <Failed error={error} title={say(doubt ? 'doubt_title' : 'failed_title')} />
      {doubt && <p className="why">{say('doubt')}</p>}
    </div>
  )
}

/** Where you are on the way. */
function Rail({ step }: { step: number }) {
  const say = useSay()
  return (
    <ol className="setup-rail" aria-label={say('steps')}>
      {stepNames.map((name, at) => (
        <li key={name} aria-current={at === step ? 'step' : undefined} className={at < step ? 'past' : ''}>
          <i aria-hidden="true">{at < step ? <Icon name="check" size="s" /> : at + 1}</i>
          <span>{say(`step_${name}`)}</span>
        </li>
      ))}
    </ol>
  )
}
