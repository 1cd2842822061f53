import type { Cell } from './cells.ts'
import type { Sheet } from './sheet.ts'
import type { Sink } from './sink.ts'

/** Excel takes UTF-8 for what it is only where this mark stands first. */
const mark = '\uFEFF'

/** Quoted where a reader would split it. */
const written = (cell: Cell): string => {
  const text = cell === null ? '' : typeof cell === 'string' ? cell : cell.number
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csvSheet(sink: Sink): Sheet {
  let begun = false
  return {
    async row(cells) {
      const line = `${cells.map(written).join(',')}\r\n`
      await sink.write(Buffer.from(begun ? line : mark + line))
      begun = true
    },
    end: async () => await sink.end(),
  }
}
