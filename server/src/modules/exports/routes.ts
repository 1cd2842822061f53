import { rm } from 'node:fs/promises'
import * as contract from '#contract/exports.ts'
import { inChain } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { ask, asShown, download, end, list, read, release } from './exports.ts'
import { fileOf } from './work.ts'

/** What exports need of the house: where files lie, and who writes them. */
export type Ground = { db: Db; exporter: { dir: string; wake: (chain_id: string) => void } }

export const exportsRoutes = ({ db, exporter }: Ground): Route[] => [
  pairOpen(contract.askExport, async ({ signed: { who }, input }) => {
    const asked = await inChain(db, who.chain_id, (tx) => ask(tx, who, input))
    exporter.wake(who.chain_id)
    return asked
  }),
  pair(contract.listExports, list),
  pair(contract.readExport, read),
  pair(contract.releaseExport, release),
  pairOpen(contract.endExport, async ({ signed: { who }, input }) => {
    const ended = await inChain(db, who.chain_id, (tx) => end(tx, who, input))
    const { id, claim } = ended
    // Gone at once where it lies here; another machine's is swept away there.
    if (claim !== null) await rm(fileOf(exporter.dir, { id, claim }), { force: true })
    return asShown(ended)
  }),
  pair(contract.downloadExport, async (tx, who, input) =>
    await download(tx, who, { ...input, dir: exporter.dir })),
]
