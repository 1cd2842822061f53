import { useId } from 'react'
import { usualReasons } from '#contract/privacy.ts'
import { useSay } from '../texts.ts'

/** Two signs say something; the server asks for as many. */
export const isReason = (text: string): boolean =>
  [...new Intl.Segmenter().segment(text.trim())].length >= 2

/** Why somebody looks: one of the usual reasons, or words of their own. Empty while nothing was chosen. */
export function Reason({ value, onChange }: { value: string | null; onChange: (reason: string) => void }) {
  const say = useSay()
  const id = useId()
  const usual = usualReasons.find((one) => one === value)
  const own = value !== null && usual === undefined
  return (
    <div className="form-field">
      <span className="label" id={id}>
        {say('unmask_why')}
      </span>
      <span className="seg form-pick reasons" role="group" aria-labelledby={id}>
        {usualReasons.map((one) => (
          <button key={one} type="button" aria-pressed={one === usual} onClick={() => onChange(one)}>
            {say(`reason_${one}`)}
          </button>
        ))}
        <button type="button" aria-pressed={own} onClick={() => onChange('')}>
          {say('reason_other')}
        </button>
      </span>
      {own && (
        <span className="field reason-words">
          <input
            autoFocus
            value={value}
            maxLength={200}
            aria-label={say('reason_words')}
            placeholder={say('reason_words')}
            onChange={(event) => onChange(event.target.value)}
          />
        </span>
      )}
    </div>
  )
}
