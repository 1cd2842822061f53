import type { Sku } from '#contract/goods.ts'
import { keep, kept } from '../ui/keep.ts'
import { makeStore } from './store.ts'

/** What lies over the screen; one at a time. */
export type Sheet =
  | { kind: 'none' }
  | { kind: 'pay' }
  | { kind: 'weigh'; sku: Sku; line: number | null }
  | { kind: 'enrol'; phone: string }
  | { kind: 'top_up' }
  | { kind: 'price'; line: number }
  | { kind: 'approve'; back: 'basket' | 'pay' }
  | { kind: 'return'; sale_id: string | null; token?: string }
  | { kind: 'receipt'; sale_id: string | null }
  | { kind: 'create'; barcode: string }
  | { kind: 'place' }
  | { kind: 'me' }

const none: Sheet = { kind: 'none' }

/** A payment under way is found again after a reload. */
export const sheet = makeStore<Sheet, Sheet>(
  kept<string>('sheet') === 'pay' ? { kind: 'pay' } : none,
  (_, next) => next,
  ({ kind }) => keep('sheet', kind === 'pay' ? kind : null),
)

export const openSheet = (next: Sheet): void => sheet.send(next)
export const closeSheet = (): void => sheet.send(none)

/** The last sale made at this device, for printing again. */
export const lastSale = makeStore<string | null, string>(
  kept<string>('last_sale'),
  (_, next) => next,
  (next) => keep('last_sale', next),
)
