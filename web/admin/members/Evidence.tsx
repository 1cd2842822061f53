import type { ConsentGiven } from '#contract/consents.ts'
import { useLang } from '../../ui/lang.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { useAllWords } from './words.ts'

/** Every answer as it was given: when, where, to whom, and the words that were shown (R1.60). */
export function Evidence({ consents }: { consents: readonly ConsentGiven[] }) {
  const say = useSay()
  const when = useWhen()
  const lang = useLang()
  const wordsOf = useAllWords()
  return (
    <ol className="evidence">
      {consents.map((one) => {
        const words = wordsOf(one.kind, one.version)
        const place = one.store ?? say(`consent_channel_${one.channel}`)
        return (
          <li key={one.id}>
            <p>
              <b>{say(`consent_${one.kind}`)}</b>
              <span className={one.given ? 'up' : 'mut'}>
                {say(one.given ? 'consent_said_yes' : 'consent_said_no')}
              </span>
            </p>
            <p className="why n">
              {when.moment(one.at)} · {say('past_by', { place, name: one.staff ?? say('past_machine') })}
            </p>
            <details>
              <summary>{say('consent_version', { version: one.version })}</summary>
              <blockquote className="words">{words?.[lang]}</blockquote>
            </details>
          </li>
        )
      })}
    </ol>
  )
}
