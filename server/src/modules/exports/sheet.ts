import type { ExportFormat } from '#contract/exports.ts'
import type { Cell, CellKind } from './cells.ts'
import type { Sink } from './sink.ts'

/** A table that grows row by row, in one of the formats, and never stands in memory whole. */
export type Sheet = {
  row: (cells: readonly Cell[]) => Promise<void>
  end: () => Promise<{ bytes: number; sha256: string }>
}
export type SheetStyle = { title: string; kinds: readonly CellKind[] }
export type OpenSheet = (sink: Sink, style: SheetStyle) => Promise<Sheet> | Sheet
export type Formats = Readonly<Record<ExportFormat, OpenSheet>>
