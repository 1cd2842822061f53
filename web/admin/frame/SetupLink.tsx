import { readSetup } from '#contract/setup.ts'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'

/** Under the sign-in of a house where only the demo lives: the way to a company of one's own. */
export function SetupLink() {
  const say = useSay()
  const { data } = useReply(readSetup, {})
  if (data?.state !== 'open') return null
  return (
    <aside className="setup-link">
      <a className="link" href="/setup/">{say('set_up_own')}</a>
    </aside>
  )
}
