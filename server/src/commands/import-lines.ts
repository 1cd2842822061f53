import { fill } from '#contract/text.ts'
import { importEn } from '#contract/texts/import.en.ts'
import { importZh } from '#contract/texts/import.zh.ts'
import { milliText } from '#modules/intake/intake.ts'
import type { GoodsReason, GoodsReport, ImportNote } from '#modules/intake/intake.ts'

export const langs = ['zh', 'en'] as const
export type Lang = (typeof langs)[number]

/** Both ways by the compiler: every code has its text, and no text has lost its code. */
type Exactly<
  Code extends string, Texts extends Record<Code, string> & Record<Exclude<keyof Texts, Code>, never>,
> = Texts
type ImportTexts = {
  reasons: Record<keyof Exactly<GoodsReason, typeof importZh.reasons>, string>
  notes: Record<keyof Exactly<ImportNote, typeof importZh.notes>, string>
  words: Record<keyof typeof importZh.words, string>
}
const texts: Record<Lang, ImportTexts> = { zh: importZh, en: importEn }

type Word = keyof typeof importZh.words
type Params = Record<string, string | number>
export const sayImport = (lang: Lang, word: Word, params: Params = {}): string =>
  fill(texts[lang].words[word], params)

/** More rows than this of one kind tell nobody more. */
const rows_shown = 20

export type Heading = { file: string; chain: string; store: string }

/**
 * The report as a person reads it, a line each. What a file brings must not break a line or drive the
 * terminal.
 */
export function linesOf(report: GoodsReport, heading: Heading, lang: Lang): string[] {
  return allLines(report, heading, lang).map((line) =>
    line.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' '))
}

function allLines(report: GoodsReport, heading: Heading, lang: Lang): string[] {
  const say = (word: Word, params: Params = {}) => sayImport(lang, word, params)
  const { refused, totals } = report
  return [
    say('heading', heading), ...report.dry_run ? [say('rehearsal')] : [],
    say('table', { sheet: report.sheet, header_row: report.header_row }),
    say('counts', {
      new: report.new, changed: report.changed, unchanged: report.unchanged, refused: refused.length,
    }),
    ...totals.goods === 0 ? [say('nothing')] : [say('stock', {
      stocked: report.stocked, stock: grouped(milliText(totals.stock_m)),
      at_cost: grouped(totals.value_at_cost), at_price: grouped(totals.value_at_price),
    })],
    ...refusedLines(report, lang), ...notedLines(report, lang), ...columnLines(report, lang),
    ...report.other_sheets.length === 0 ? []
      : [say('other_sheets', { sheets: report.other_sheets.join(say('between_names')) })],
  ]
}

function refusedLines({ refused }: GoodsReport, lang: Lang): string[] {
  if (refused.length === 0) return []
  const shown = refused.slice(0, rows_shown * 5).map(({ row, name, reasons }) => {
    const why = reasons.map(({ code, params }) => fill(texts[lang].reasons[code], params))
    return rowLine({ row, name, why: why.join(sayImport(lang, 'between_reasons')) }, lang)
  })
  const head = sayImport(lang, 'refused', { count: refused.length })
  return [head, ...shown, ...more(refused.length - shown.length, lang)]
}

/** A line for each row with notes, of each kind the first rows, in the order of the file. */
function notedLines({ notes }: GoodsReport, lang: Lang): string[] {
  if (notes.length === 0) return []
  const counts = new Map<ImportNote, number>()
  const shown = Map.groupBy(notes.filter(({ code }) => {
    counts.set(code, (counts.get(code) ?? 0) + 1)
    return counts.get(code)! <= rows_shown
  }), ({ row }) => row)
  const lines = [...shown].map(([row, [first, ...others]]) => {
    const why = [first!, ...others].map(({ code, params }) => fill(texts[lang].notes[code], params))
    return rowLine({ row, name: first!.name, why: why.join(sayImport(lang, 'between_reasons')) }, lang)
  })
  const count = new Set(notes.map(({ row }) => row)).size
  return [sayImport(lang, 'noted', { count }), ...lines, ...more(count - lines.length, lang)]
}

const more = (count: number, lang: Lang): string[] => count === 0 ? [] : [sayImport(lang, 'more', { count })]

function rowLine(told: { row: number; name: string; why: string }, lang: Lang): string {
  return sayImport(lang, told.name === '' ? 'row_without_name' : 'row', told)
}

function columnLines({ ignored_columns }: GoodsReport, lang: Lang): string[] {
  return (['repeated', 'unknown', 'not_kept'] as const).flatMap((why) => {
    const columns = ignored_columns.filter((column) => column.why === why).map(({ header }) => header)
    return columns.length === 0 ? []
      : [sayImport(lang, why, { columns: columns.join(sayImport(lang, 'between_names')) })]
  })
}

/** Thousands marks in the whole part. */
function grouped(decimal: string): string {
  const [whole = '', ...fraction] = decimal.split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.')
}
