import type { ExportedThing } from '#contract/approvals.ts'

/** What of a list can be written to a file: through which list of the house, and with which filters. */
export type Exportable = { what: ExportedThing; filters: Readonly<Record<string, string | undefined>> }
