import { features } from './features.ts'
import { labelLayout } from './goods.ts'
import { fen } from './money.ts'
import { roundingModes } from './sales.ts'
import { topUpStep } from './value.ts'
import * as z from 'zod/mini'

/**
 * Every setting with its shape, its value where nobody set one, and the rule it rests on. Settings are dated
 * and versioned, and resolve chain › region › store › till; an order keeps the version it was made under.
 */
export const settings = {
  /** C9, R2.08: how 抹零 rounds. */
  rounding_mode: { shape: z.enum(roundingModes), usual: 'off' as const },
  /** C9: whether 抹零 holds for wholly cash payment only, or for all tenders. */
  rounding_for: { shape: z.enum(['cash', 'all']), usual: 'cash' as const },
  /** C5: points that make one yuan when redeemed. */
  points_per_yuan: { shape: z.int().check(z.minimum(1), z.maximum(100_000)), usual: 100 },
  /** C5: points earned for each whole yuan of real money. */
  points_earned_per_yuan: { shape: z.int().check(z.minimum(0), z.maximum(1_000)), usual: 1 },
  /** C13: months until points end, at the end of their day; 0 = they do not end. */
  points_last_months: { shape: z.int().check(z.minimum(0), z.maximum(120)), usual: 12 },
  /** C4: what a payment takes first inside a lot. */
  value_order: {
    shape: z.enum(['proportional', 'principal_first', 'bonus_first']), usual: 'proportional' as const,
  },
  /**
   * R1.01 (MOFCOM 2012 No. 9, Art. 18): the most a registered card may hold after
   * a top-up, principal and bonus.
   */
  value_cap_fen: { shape: fen, usual: 500_000 },
  top_up_plan: {
    shape: z.array(topUpStep).check(z.maxLength(20)),
    usual: [
      { pay_fen: 30_000, bonus_fen: 3_000 }, { pay_fen: 50_000, bonus_fen: 8_000 },
      { pay_fen: 100_000, bonus_fen: 20_000 },
    ],
  },
  /** R2.02, R2.03: the labels this store's scales print. */
  label_layouts: {
    shape: z.array(labelLayout).check(z.maxLength(10)),
    usual: [
      { pattern: '21PPPPPAAAAAC', amount_decimals: 2, weight_decimals: 3 },
      { pattern: '22PPPPPWWWWWC', amount_decimals: 2, weight_decimals: 3 },
      { pattern: '26PPPPPAAAAAWWWWWC', amount_decimals: 2, weight_decimals: 3 },
    ],
  },
  features_off: { shape: z.array(z.enum(features)), usual: [] },
} as const satisfies Record<string, { shape: z.ZodMiniType; usual: unknown }>

export type SettingKey = keyof typeof settings
export const settingKeys = Object.keys(settings) as [SettingKey, ...SettingKey[]]
export type Settings = { [Key in SettingKey]: z.output<(typeof settings)[Key]['shape']> }
