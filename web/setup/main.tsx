import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/tokens.css'
import '../ui/base.css'
import './setup.css'
import { readSetup } from '#contract/setup.ts'
import { Failed } from '../ui/Failed.tsx'
import { isBegun } from './draft.ts'
import { Operators } from './operator/Operators.tsx'
import { Over } from './Over.tsx'
import { Stage } from './Stage.tsx'
import { Steps } from './steps/Steps.tsx'
import { useSay } from './texts.ts'
import { useLoad } from './useLoad.ts'

/** While the setup is open it is four steps; afterwards only who holds a platform's code sees them. */
function Setup() {
  const say = useSay()
  const { data, error, again } = useLoad(readSetup, {})
  const [invited, setInvited] = useState(isBegun)
  if (data === null && error !== null)
    return (
      <Stage title={say('setup')}>
        <main className="stage-card panel"><Failed error={error} onRetry={() => void again()} /></main>
      </Stage>
    )
  if (data === null) return null
  if (data.state === 'done' && !invited) return <Over onInvited={() => setInvited(true)} />
  return <Steps sandbox={data.sandbox} />
}

const isOperators = /^\/setup\/operator\/?$/.test(location.pathname)

createRoot(document.getElementById('setup')!).render(
  <StrictMode>{isOperators ? <Operators /> : <Setup />}</StrictMode>,
)
