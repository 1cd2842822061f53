import { Refusal } from './refusal.ts'

/**
 * One row with text in it. `row` counts from 1 as a spreadsheet shows it; empty rows are left out but
 * counted.
 */
export type SheetRow = { row: number, cells: string[] }

/** A table of a file. A csv is one sheet under the name of its file. */
export type Sheet = { name: string, rows: SheetRow[] }

/**
 * The most that is read. Whatever is larger is refused, so that one file cannot take the whole shop's memory.
 */
export const fileLimits = {
  packed_bytes: 50 * 1024 * 1024,
  unpacked_bytes: 512 * 1024 * 1024,
  text_bytes: 200 * 1024 * 1024,
  zip_entries: 10_000,
  sheets: 200,
  rows: 1_000_000,
  columns: 500,
  cells: 10_000_000,
  cell_characters: 32_767,
} as const

export type FileLimits = { readonly [Limit in keyof typeof fileLimits]: number }

/** Limits as a person reads them, in both languages at once since they are all numbers. */
const shown: { [Limit in keyof FileLimits]: (most: number) => string } = {
  packed_bytes: megabytes, unpacked_bytes: megabytes, text_bytes: megabytes,
  zip_entries: (most) => `${most} 个部分 / parts`,
  sheets: (most) => `${most} 个工作表 / sheets`,
  rows: (most) => `${most} 行 / rows`,
  columns: (most) => `${most} 列 / columns`,
  cells: (most) => `${most} 个单元格 / cells`,
  cell_characters: (most) => `${most} 字每格 / characters in a cell`,
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`
}

/** Says which limit was passed (`which`) and the most that is allowed (`limit`, to be shown). */
export function tooLarge(which: keyof FileLimits, limits: FileLimits = fileLimits): never {
  throw new Refusal('file_too_large', { which, limit: shown[which](limits[which]) })
}

/** Collects rows and counts them against the limits while they arrive, not after. */
export function rowCollector(limits: FileLimits) {
  let rowCount = 0
  let cellCount = 0

  /**
   * Adds a row unless it is blank. Blank cells at its end are dropped: only what has text counts as a column.
   */
  return function add(rows: SheetRow[], row: number, cells: string[]): void {
    let width = cells.length
    while (width > 0 && cells[width - 1]!.trim() === '') width -= 1
    if (width === 0) return
    if (width > limits.columns) tooLarge('columns', limits)
    rowCount += 1
    if (rowCount > limits.rows) tooLarge('rows', limits)
    cellCount += width
    if (cellCount > limits.cells) tooLarge('cells', limits)
    for (let column = 0; column < width; column += 1) {
      if (cells[column]!.length > limits.cell_characters) tooLarge('cell_characters', limits)
    }
    cells.length = width
    rows.push({ row, cells })
  }
}
