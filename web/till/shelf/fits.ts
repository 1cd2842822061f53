/** The key for all the others, at its narrowest. */
const more_px = 48

/** How many of the tabs, in their order, have room in `room_px`; at least two. */
export function tabsThatFit(widths_px: readonly number[], room_px: number): number {
  const all_px = widths_px.reduce((total, width) => total + width, 0)
  if (all_px <= room_px) return widths_px.length
  let used_px = more_px
  const first_over = widths_px.findIndex((width) => (used_px += width) > room_px)
  return Math.max(2, first_over)
}
