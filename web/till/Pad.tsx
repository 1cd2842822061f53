import type { MouseEvent } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { fromField, type Keys } from './keys.ts'
import { useSay } from './texts.ts'

const rows = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '.', '0', 'back']

/** Number keys for fingers. `point` false where only whole numbers make sense. */
export function Pad({
  onKey,
  point = true,
  off = false,
}: {
  onKey: (key: string) => void
  point?: boolean
  off?: boolean
}) {
  const say = useSay()
  return (
    <div className="kp n" role="group" aria-label={say('pad')} aria-disabled={off || undefined}>
      {rows.map((key) => {
        const shown = key === '.' && !point ? '00' : key
        return (
          // Fingers only, and the focus stays where it was: Enter must not press the last digit again.
          <button
            key={key}
            type="button"
            className="key"
            tabIndex={-1}
            {...keepFocus}
            onClick={() => {
              if (!off) onKey(shown)
            }}
            aria-label={key === 'back' ? say('pad_back') : undefined}
          >
            {key === 'back' ? <Icon name="del" size="l" /> : shown}
          </button>
        )
      })}
    </div>
  )
}

/** For keys that fingers press while Enter is for something else: they do not take the focus. */
export const keepFocus = { onMouseDown: (event: MouseEvent) => event.preventDefault() }

/** The same keys on the keyboard, unless somebody is typing into a field. */
export function padKeys(onKey: (key: string) => void): Keys {
  const hear = (key: string) => (event: KeyboardEvent) => {
    if (fromField(event)) return
    event.preventDefault()
    onKey(key)
  }
  const digits = Object.fromEntries('0123456789.'.split('').map((key) => [key, hear(key)]))
  return { ...digits, Backspace: hear('back') }
}
