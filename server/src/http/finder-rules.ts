import { lettersOf, spellingOf } from '#kernel/spelling.ts'
import type { Spelling } from '#kernel/spelling.ts'

/** Spelling a name costs more than comparing it, and the same few hundred are asked about at every key. */
const spellings = new Map<string, Spelling>()
const spellings_max = 5_000

function spelled(name: string, of: 'person' | 'thing'): Spelling {
  const key = `${of} ${name}`
  const known = spellings.get(key)
  if (known) return known
  if (spellings.size >= spellings_max) spellings.clear()
  const spelling = spellingOf(name, of)
  spellings.set(key, spelling)
  return spelling
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '')

/**
 * Whether a store or a person is meant by what was typed: a piece of the name, the beginning of its pinyin or
 * of its initials, or of one of its codes.
 */
export function fits(
  typed: string, { name, of, codes }: { name: string; of: 'person' | 'thing'; codes: readonly string[] },
): boolean {
  const wanted = plain(typed), letters = lettersOf(typed)
  if (plain(name).includes(wanted) || codes.some((code) => plain(code).startsWith(wanted))) return true
  if (letters === '' || letters !== wanted) return false
  const { pinyin, initials } = spelled(name, of)
  return pinyin.startsWith(letters) || initials.startsWith(letters)
}

type StoreOfTills = { id: string; code: string; tills: readonly { number: number }[] }
export type ReceiptsWanted = { store_id: string; search: string; from: string; to: string }

/** With no day in it, a number's beginning is looked for among what was sold lately. */
const lately_days = 60

/**
 * What a receipt number, or its beginning, leads to: the store of its code, and the days its digits leave
 * open (GH2-2611 is November 2026 at GH). Nothing where no till of a store in reach writes such a number: to
 * look through every sale of a chain at each key would be far too much.
 */
export function receiptsWanted(
  typed: string, stores: readonly StoreOfTills[], today: string,
): ReceiptsWanted | null {
  const search = plain(typed).toUpperCase()
  const [, place = '', digits = '', rest] = /^([A-Z][A-Z\d]*)(?:-(\d{0,6})(-\d{0,9})?)?$/.exec(search) ?? []
  const is_whole = search.includes('-')
  const store = stores.find(({ code, tills }) => place.startsWith(code) && tills.some(({ number }) =>
    is_whole ? place === `${code}${number}` : place !== code && `${code}${number}`.startsWith(place)))
  if (!store || (rest !== undefined && digits.length < 6)) return null
  const days = daysIn(digits, today)
  return days && { store_id: store.id, search, ...days }
}

/** The days that 26, 2611 or 261121 leave open; null for such as no calendar has. */
function daysIn(digits: string, today: string): { from: string; to: string } | null {
  if (digits.length < 2) return { from: dayBefore(today, lately_days), to: today }
  const year = `20${digits.slice(0, 2)}`, month = digits.slice(2, 4), day = digits.slice(4, 6)
  if (month.length < 2) return { from: `${year}-01-01`, to: `${year}-12-31` }
  const first = new Date(`${year}-${month}-01T00:00:00Z`)
  if (Number.isNaN(first.getTime())) return null
  const end = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  const last = end.toISOString().slice(0, 10)
  if (day.length < 2) return { from: `${year}-${month}-01`, to: last }
  const whole = `${year}-${month}-${day}`
  return day >= '01' && whole <= last ? { from: whole, to: whole } : null
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
