import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/es/locale/zh_CN.js'
import enGB from 'antd/es/locale/en_GB.js'
import '../ui/tokens.css'
import '../ui/base.css'
import './frame/frame.css'
import './frame/touch.css'
import './list/list.css'
import { Failed } from '../ui/Failed.tsx'
import { useLang } from '../ui/lang.ts'
import { askSession, useSession } from '../ui/session.ts'
import { Must } from '../ui/Must.tsx'
import { SignIn } from '../ui/SignIn.tsx'
import { SetupLink } from './frame/SetupLink.tsx'
import { client } from './query.ts'
import { router } from './routes.tsx'
import { useSay } from './texts.ts'
import { antdTheme, useTokens } from './theme.ts'

const antdLocales = { zh: zhCN, en: enGB }

function Console() {
  const tokens = useTokens()
  const lang = useLang()
  return (
    <ConfigProvider theme={antdTheme(tokens)} locale={antdLocales[lang]} wave={{ disabled: true }}>
      <QueryClientProvider client={client}>
        <Gate />
      </QueryClientProvider>
    </ConfigProvider>
  )
}

/** Who is not signed in sees the sign-in; whose session ends keeps the page under it. */
function Gate() {
  const say = useSay()
  const session = useSession()
  const person = session.state === 'in' ? session.me.staff.id : null
  const ended = session.state === 'in' && session.ended
  // One person's answers are never shown to the next, and what failed for want of a session is asked again
  // after it.
  useEffect(() => () => client.clear(), [person])
  useEffect(() => {
    if (!ended) void client.invalidateQueries({ predicate: (query) => query.state.status === 'error' })
  }, [ended])
  if (session.state === 'asking') return null
  if (session.state === 'failed')
    return (
      <main className="signin">
        <Failed error={session.error} onRetry={() => void askSession()} />
      </main>
    )
  if (session.state === 'out')
    return (
      <>
        <SignIn title={say('console')} />
        <SetupLink />
      </>
    )
  if (session.me.must && !ended) return <Must />
  return (
    <>
      <RouterProvider router={router} />
      {ended && <SignIn title={say('console')} over />}
    </>
  )
}

createRoot(document.getElementById('console')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
