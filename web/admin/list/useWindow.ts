import { useLayoutEffect, useState, type RefObject } from 'react'

/** Up to so many rows stand in the page all at once; above it only those near what is seen. */
const whole_most = 300
const spare_rows = 30
/** The part is moved when this much of the spare rows is used up, not at every pixel. */
const step_rows = 10

export type Part = { from: number; to: number; row_px: number }

/** Rows of a long table that are worth drawing: those in sight and some around them. */
export function partOf(box: { top_px: number; view_px: number; row_px: number }, count: number): Part {
  const { top_px, view_px, row_px } = box
  const first = Math.max(0, Math.floor(-top_px / row_px)), seen = Math.ceil(view_px / row_px)
  const from = Math.max(0, Math.floor((first - spare_rows) / step_rows) * step_rows)
  const to = Math.min(count, Math.ceil((first + seen + spare_rows) / step_rows) * step_rows)
  return { from: Math.min(from, count), to: Math.max(to, Math.min(from, count)), row_px }
}

/** The part of a table to draw, followed while the page scrolls; null where all of it is drawn. */
export function useWindow(body: RefObject<HTMLTableSectionElement | null>, count: number): Part | null {
  const [part, setPart] = useState<Part | null>(null)
  const is_long = count > whole_most
  useLayoutEffect(() => {
    const table = body.current
    if (!is_long || table === null) {
      setPart(null)
      return
    }
    const look = () => {
      const row_px = table.querySelector('tr[data-row]')?.getBoundingClientRect().height ?? 34
      const { top: top_px } = table.getBoundingClientRect()
      const next = partOf({ top_px, view_px: innerHeight, row_px }, count)
      setPart((now) => (now?.from === next.from && now.to === next.to && now.row_px === row_px ? now : next))
    }
    look()
    addEventListener('scroll', look, { passive: true })
    addEventListener('resize', look)
    return () => {
      removeEventListener('scroll', look)
      removeEventListener('resize', look)
    }
  }, [body, count, is_long])
  return is_long ? part : null
}
