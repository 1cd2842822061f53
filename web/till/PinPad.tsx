import { Icon } from '../ui/Icon.tsx'
import { keepFocus } from './Pad.tsx'
import { useSay } from './texts.ts'

const rows = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', 'back']

/** Digits for fingers, as on a telephone. */
export function PinPad({ off, onKey }: { off: boolean; onKey: (key: string) => void }) {
  const say = useSay()
  return (
    <div className="pinpad n" role="group" aria-label={say('pad')} aria-disabled={off || undefined}>
      {rows.map((key) =>
        key === '' ? (
          <span key={key} />
        ) : (
          <button
            key={key}
            type="button"
            className="key"
            tabIndex={-1}
            {...keepFocus}
            aria-disabled={off}
            aria-label={key === 'back' ? say('pad_back') : undefined}
            onClick={() => onKey(key)}
          >
            {key === 'back' ? <Icon name="del" size="l" /> : key}
          </button>
        ),
      )}
    </div>
  )
}
