import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { inChain, outsideChains } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import { Failure, failWith } from '#kernel/failure.ts'
import { refuse, Refusal } from '#kernel/refusal.ts'
import { fileLimits, tooLarge } from '#kernel/spreadsheet-limits.ts'
import { importGoods } from '#modules/intake/intake.ts'
import type { GoodsFile, GoodsReport } from '#modules/intake/intake.ts'
import { readChain, readSystemWho, storesOf } from '#modules/org/org.ts'
import type { StoreWithTills } from '#modules/org/org.ts'
import { sentenceOf } from '../http/errors.ts'
import type { Command, CommandContext } from './command.ts'
import { openForCommand } from './database.ts'
import { langs, linesOf, sayImport } from './import-lines.ts'
import type { Heading, Lang } from './import-lines.ts'

const help = `shuke import goods FILE --chain CODE
  Takes a file of goods into a chain: xlsx, or csv and other separated text, also packed with gzip. Headings
  are known by many Chinese and English spellings; a name and a price column are all that is needed. The same
  file again changes nothing, and stock is booked only for articles that never moved in the store. Leaves with
  1 when nothing entered.
    --chain CODE   the chain
    --store CODE   the store that the file's stock lies in; a chain with one store need not say
    --dry-run      says what would happen and writes nothing
    --lang LANG    zh or en: the language of the report
    --json         prints the whole report as one line of JSON`

type Asked = { path: string; chain_code: string; store_code: string | null; dry_run: boolean; lang: Lang }

export const importCommand: Command = {
  name: 'import', says: 'take a file of goods (xlsx, csv) into a chain', help,
  async run(args, context) {
    const asked = readOrder(args, context)
    try {
      await run(asked, context)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // The language asked for holds for a "no" as well.
      throw new Failure(sentenceOf(error, asked.lang) + (asked.lang === 'zh' ? '。' : '.'))
    }
  },
}

function readOrder([what, ...args]: string[], { environment }: CommandContext): Asked {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: { chain: text, store: text, lang: text, 'dry-run': { type: 'boolean', default: false } },
  })
  const [path, ...more] = positionals
  const { chain: chain_code, store: store_code = null, lang: wanted = environment.language } = values
  const lang = langs.find((known) => known === wanted) ?? failWith('--lang is zh or en.')
  if (what !== 'goods' || path === undefined || chain_code === undefined || more.length > 0)
    failWith('shuke import wants "goods FILE --chain CODE": see shuke import --help.')
  return { path, chain_code, store_code, dry_run: values['dry-run'], lang }
}

async function run(asked: Asked, { environment, tell }: CommandContext): Promise<void> {
  // A file that cannot be read is known before a database is started for it.
  const file = await readGoodsFile(asked)
  const { db, master, close } = await openForCommand(environment)
  try {
    const { report, heading } = await importFile({ db, master }, asked, file)
    tell(report, linesOf(report, heading, asked.lang))
    if (report.totals.goods === 0) process.exitCode = 1
  } finally {
    await close()
  }
}

async function readGoodsFile({ path, lang }: Asked): Promise<GoodsFile> {
  const about = { file: path }
  try {
    const found = await stat(path)
    if (!found.isFile()) failWith(sayImport(lang, 'file_no_file', about))
    if (found.size > fileLimits.packed_bytes) tooLarge('packed_bytes')
    return { name: basename(path), bytes: await readFile(path) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') failWith(sayImport(lang, 'file_missing', about))
    if (code === 'EACCES' || code === 'EPERM') failWith(sayImport(lang, 'file_closed', about))
    throw error
  }
}

type Books = { db: Db; master: Buffer }

/**
 * Imports in the chain's own time and in the machine's name. Refuses `chain_unknown` and what `importGoods`
 * refuses.
 */
async function importFile(
  { db, master }: Books, asked: Asked, file: GoodsFile,
): Promise<{ report: GoodsReport; heading: Heading }> {
  const { chain_code: code, dry_run } = asked
  const chain_id = await outsideChains(db, (tx) => chainBehind(tx, 'chain_code', code))
    ?? refuse('chain_unknown', { code })
  return await inChain(db, chain_id, async (tx) => {
    const who = await readSystemWho(tx, master, chain_id)
    const { name: chain } = await readChain(tx, chain_id)
    const store = storeMeant(await storesOf(tx, chain_id), asked)
    const report = await importGoods(tx, who, { store_id: store.id, file, dry_run })
    return { report, heading: { file: file.name, chain, store: store.name } }
  })
}

/** Stock in a store that nobody named would be missed by all: only a single store goes without saying. */
function storeMeant(
  stores: readonly StoreWithTills[], { chain_code: chain, store_code, lang }: Asked,
): StoreWithTills {
  const known = stores.map(({ code }) => code).join(sayImport(lang, 'between_names'))
  if (store_code === null) {
    const [only, ...others] = stores
    if (only && others.length === 0) return only
    failWith(sayImport(lang, 'store_which', { chain, stores: known }))
  }
  return stores.find(({ code }) => code === store_code)
    ?? failWith(sayImport(lang, 'store_none', { chain, code: store_code, stores: known }))
}
