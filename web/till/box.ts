import { findBarcode } from '#contract/goods.ts'
import { findMembers, type MemberCard } from '#contract/members.ts'
import { isReceiptToken } from '#contract/sales.ts'
import { formatQty } from '../ui/format.ts'
import { call, Refused } from '../ui/call.ts'
import { errorText } from '../ui/say.ts'
import { addSku, catalog } from './catalog.ts'
import { counter } from './counter.ts'
import { readEntry, type Entry } from './entry.ts'
import { openSheet } from './sheets.ts'
import { makeStore } from './store.ts'
import { say, sayRefusal } from './texts.ts'

/**
 * What the one input says back: what was just rung up, or why not and what to do about it. `offline`: said
 * for want of the network, and no longer true when it is back.
 */
export type Note = {
  tone: 'ok' | 'bad' | 'busy'
  text: string
  offline?: true
  create?: string
  enrol?: string
}
type Box = { text: string; note: Note | null; members: { find: string; rows: MemberCard[] } }

/** The one input that always listens. */
export const box = makeStore<Box, Partial<Box>>(
  { text: '', note: null, members: { find: '', rows: [] } },
  (state, change) => ({ ...state, ...change }),
)

const input_id = 'box'
export const focusBox = (): void => document.getElementById(input_id)?.focus()

/** Marks what is in the input, so that whatever is typed or scanned next takes its place. */
export function selectBox(): void {
  const input = document.getElementById(input_id)
  if (input instanceof HTMLInputElement) input.select()
}
export const boxId = input_id

const note = (next: Note) => box.send({ note: next })
const done = (text: string) =>
  box.send({ text: '', note: { tone: 'ok', text }, members: { find: '', rows: [] } })

/** Rings up one article: a weight is asked for where it is sold by weight and nobody weighed it yet. */
export function ringUp({ sku, qty_m, label_fen }: Omit<Extract<Entry, { kind: 'sku' }>, 'kind'>): void {
  if (qty_m === null) {
    box.send({ text: '' })
    openSheet({ kind: 'weigh', sku, line: null })
    return
  }
  counter.send({ do: 'add', sku, qty_m, label_fen })
  const weighed = sku.sold_by === 'weight' ? ` ${formatQty(qty_m, 'weight')} kg` : ''
  done(say()('note_added', { name: sku.name + weighed }))
}

export function chooseMember(member: MemberCard): void {
  counter.send({ do: 'member', member })
  done(say()('note_member', { name: member.name }))
}

/**
 * Does what the text says; false where the list under the input answers: words, or several members in sight.
 */
export async function enter(text: string): Promise<boolean> {
  const token = text.replaceAll(/\s/g, '').toUpperCase()
  if (isReceiptToken(token)) return openReceipt(token)
  const entry = readEntry(text, catalog.get().goods)
  switch (entry.kind) {
    case 'words':
      return false
    case 'sku':
      ringUp(entry)
      return true
    case 'member':
      return await enterMember(entry.find)
    case 'wrong_check_digit':
      note({ tone: 'bad', text: sayRefusal().of('barcode_wrong_check_digit', { barcode: entry.code }) })
      box.send({ text: '' })
      return true
    case 'unknown_plu':
      note({ tone: 'bad', text: say()('note_unknown_plu', { plu: entry.plu }) })
      box.send({ text: '' })
      return true
    case 'unknown_barcode':
      await askBarcode(entry.code)
      return true
  }
}

/** The code on a receipt means a return, in whichever store it was bought. */
function openReceipt(token: string): true {
  box.send({ text: '', note: null })
  openSheet({ kind: 'return', sale_id: null, token })
  return true
}

/** The catalogue in memory may be minutes old, so a barcode it does not know is asked for once more. */
async function askBarcode(code: string): Promise<void> {
  box.send({ text: '', note: { tone: 'busy', text: say()('note_asking', { code }) } })
  try {
    const sku = await call(findBarcode, { barcode: code }, { timeout_ms: 5000 })
    addSku(sku)
    ringUp({ sku, qty_m: sku.sold_by === 'piece' ? 1000 : null, label_fen: null })
  } catch (error) {
    const unknown = error instanceof Refused && error.code === 'barcode_unknown'
    if (unknown) return note({ tone: 'bad', text: say()('note_no_barcode', { code }), create: code })
    if (error instanceof Refused) note({ tone: 'bad', text: errorText(error) })
    else note({ tone: 'bad', text: say()('note_barcode_offline', { code }), offline: true })
  }
}

/**
 * Words that no article answers to: the one member of that name or those initials. Of none or several the
 * list under the input tells, and the words stay marked.
 */
export async function enterWords(text: string): Promise<void> {
  const rows = mayBeMember(text.trim()) ? await lookUp(text.trim()) : []
  if (rows?.length === 1) chooseMember(rows[0]!)
  else selectBox()
}

async function enterMember(find: string): Promise<boolean> {
  const { members } = box.get()
  const inSight = members.find === find
  const rows = inSight ? members.rows : await lookUp(find)
  if (rows === null) return true
  // Several share these digits: the person looks before Enter takes one.
  if (rows.length > 1) return !inSight
  if (rows.length === 1) chooseMember(rows[0]!)
  else if (rows.length === 0) {
    const enrol = find.length === 11 ? find : ''
    box.send({ text: '', note: { tone: 'bad', text: say()('note_no_member', { find }), enrol } })
  }
  return true
}

/**
 * Members for a phone, its last four digits or a name, into the list under the input; null when nobody
 * answered.
 */
export async function lookUp(find: string): Promise<MemberCard[] | null> {
  try {
    const { rows } = await call(findMembers, { find }, { timeout_ms: 6000 })
    if (box.get().text.trim() === find) box.send({ members: { find, rows } })
    return rows
  } catch (error) {
    note({ tone: 'bad', text: errorText(error) })
    return null
  }
}

/** Whether a text may mean a member: four or eleven digits, two and more Chinese signs, or letters. */
export const mayBeMember = (text: string): boolean =>
  /^(\d{4}|1[3-9]\d{9}|[a-z][a-z .'-]+)$/i.test(text) || /\p{Script=Han}.*\p{Script=Han}/u.test(text)
