import { useRef } from 'react'
import { width_least_px, width_most_px } from './kept.ts'
import { useListSay } from './texts.ts'

const step_px = 16

type Props = {
  column: { key: string; head: string }
  width: number | undefined
  onWiden: (key: string, width_px: number | null) => void
}

/** The edge of a column's head: drawn with the pointer, moved with the arrows, undone by a double click. */
export function WidthHandle({ column: { key, head }, width, onWiden }: Props) {
  const say = useListSay()
  const handle = useRef<HTMLSpanElement>(null)
  const now = () => width ?? handle.current?.closest('th')?.getBoundingClientRect().width ?? width_least_px
  return (
    <span
      ref={handle}
      className="width-handle"
      role="separator"
      aria-orientation="vertical"
      aria-label={say('column_width', { head })}
      aria-valuenow={width ?? width_least_px}
      aria-valuemin={width_least_px}
      aria-valuemax={width_most_px}
      tabIndex={0}
      onDoubleClick={() => onWiden(key, null)}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -step_px, ArrowRight: step_px }[event.key]
        if (by === undefined) return
        event.preventDefault()
        onWiden(key, now() + by)
      }}
      onPointerDown={(event) => {
        event.preventDefault()
        const from = event.clientX, before = now(), { currentTarget, pointerId } = event
        currentTarget.setPointerCapture(pointerId)
        const move = (at: PointerEvent) => onWiden(key, before + at.clientX - from)
        currentTarget.addEventListener('pointermove', move)
        currentTarget.addEventListener('lostpointercapture', () =>
          currentTarget.removeEventListener('pointermove', move), { once: true })
      }}
    />
  )
}
