import type { Reply } from '#contract/endpoint.ts'
import { consents as kinds, type readMember } from '#contract/members.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

/** What the member agreed to, each asked by itself (R1.60); the latest answer stands. */
export function Consents({ consents }: { consents: Reply<typeof readMember>['consents'] }) {
  const say = useSay()
  const when = useWhen()
  const latest = (kind: (typeof kinds)[number]) =>
    consents.filter((one) => one.kind === kind).toSorted((a, b) => b.at.localeCompare(a.at))[0]
  return (
    <section className="panel n" aria-label={say('consent_title')}>
      <div className="ph"><h2 className="h2">{say('consent_title')}</h2></div>
      <dl className="pairs consents">{kinds.map((kind) => {
        const answer = latest(kind)
        return [
          <dt key={`${kind} asked`}>{say(`consent_${kind}`)}</dt>,
          <dd key={kind} className={answer?.given ? 'up' : 'mut'}>{answer === undefined ? say('consent_never')
            : say(answer.given ? 'consent_given' : 'consent_refused', { date: when.day(answer.at) })}</dd>,
        ]
      })}</dl>
    </section>
  )
}
