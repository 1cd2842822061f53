import { expect, test } from 'vitest'
import { partOf } from './useWindow.ts'

test('the rows drawn are those in sight with some to spare, and never more', () => {
  const cases: [{ top_px: number; view_px: number }, number, [number, number]][] = [
    [{ top_px: 200, view_px: 680 }, 10_000, [0, 50]], [{ top_px: -3_400, view_px: 680 }, 10_000, [70, 150]],
    [{ top_px: -339_800, view_px: 680 }, 10_000, [9_960, 10_000]],
    [{ top_px: -999_999, view_px: 680 }, 10_000, [10_000, 10_000]],
    [{ top_px: 0, view_px: 680 }, 20, [0, 20]],
  ]
  for (const [box, count, [from, to]] of cases)
    expect(partOf({ ...box, row_px: 34 }, count)).toEqual({ from, to, row_px: 34 })
})
