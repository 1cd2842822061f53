import { Field } from '../Field.tsx'
import { useSay } from '../texts.ts'

const usual = ['reason_bad', 'reason_wrong', 'reason_price', 'reason_changed'] as const

/** Why it comes back: one tap for what is usual, words for the rest. */
export function Reasons({ reason, onChange }: { reason: string; onChange: (reason: string) => void }) {
  const say = useSay()
  return (
    <div>
      <div className="reasons" role="group" aria-label={say('return_reason')}>
        {usual.map((key) => (
          <button
            key={key}
            type="button"
            className="key"
            aria-pressed={reason === say(key)}
            onClick={() => onChange(say(key))}
          >
            {say(key)}
          </button>
        ))}
      </div>
      <Field label={say('return_reason')} value={reason} onChange={(text) => onChange(text.slice(0, 120))} />
    </div>
  )
}
