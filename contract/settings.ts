import { features } from './features.ts'
import { labelLayout } from './goods.ts'
import { fen } from './money.ts'
import { permissions } from './permissions.ts'
import { roundingModes } from './sales.ts'
import { topUpStep } from './value.ts'
import * as z from 'zod/mini'

/** What a setting may be made for; the nearest place that set a value wins. */
export const placeKinds = ['chain', 'region', 'store', 'till'] as const
export type PlaceKind = (typeof placeKinds)[number]
/** The headings that settings stand under. */
export const settingGroups = [
  'features', 'till_work', 'approvals', 'points', 'value', 'people', 'exports',
] as const
export type SettingGroup = (typeof settingGroups)[number]

/** How far down a setting may be made. */
const down_to = {
  chain: ['chain'], region: ['chain', 'region'], store: ['chain', 'region', 'store'],
  till: ['chain', 'region', 'store', 'till'],
} as const

/**
 * Every setting with its shape, its value where nobody set one, and the rule it rests on. Settings are dated
 * and versioned, and resolve chain › region › store › till; an order keeps the version it was made under.
 */
export const settings = {
  /** C9, R2.08: how 抹零 rounds. */
  rounding_mode: {
    shape: z.enum(roundingModes), usual: 'off' as const,
    group: 'till_work', places: down_to.store,
  },
  /** C9: whether 抹零 holds for wholly cash payment only, or for all tenders. */
  rounding_for: {
    shape: z.enum(['cash', 'all']), usual: 'cash' as const,
    group: 'till_work', places: down_to.store,
  },
  /** C5: points that make one yuan when redeemed. */
  points_per_yuan: {
    shape: z.int().check(z.minimum(1), z.maximum(100_000)), usual: 100,
    group: 'points', places: down_to.chain, set_by: 'chain',
  },
  /** C5: points earned for each whole yuan of real money. */
  points_earned_per_yuan: {
    shape: z.int().check(z.minimum(0), z.maximum(1_000)), usual: 1,
    group: 'points', places: down_to.store, set_by: 'chain',
  },
  /** C13: months until points end, at the end of their day; 0 = they do not end. */
  points_last_months: {
    shape: z.int().check(z.minimum(0), z.maximum(120)), usual: 12,
    group: 'points', places: down_to.chain, set_by: 'chain',
  },
  /** C4: what a payment takes first inside a lot. */
  value_order: {
    shape: z.enum(['proportional', 'principal_first', 'bonus_first']), usual: 'proportional' as const,
    group: 'value', places: down_to.chain, set_by: 'chain',
  },
  /**
   * R1.01 (MOFCOM 2012 No. 9, Art. 18): the most a registered card may hold after
   * a top-up, principal and bonus.
   */
  value_cap_fen: {
    shape: fen, usual: 500_000,
    group: 'value', places: down_to.chain, set_by: 'chain',
  },
  top_up_plan: {
    shape: z.array(topUpStep).check(z.maxLength(20)),
    usual: [
      { pay_fen: 30_000, bonus_fen: 3_000 }, { pay_fen: 50_000, bonus_fen: 8_000 },
      { pay_fen: 100_000, bonus_fen: 20_000 },
    ],
    group: 'value', places: down_to.store, set_by: 'chain',
  },
  /** R2.02, R2.03: the labels this store's scales print. */
  label_layouts: {
    shape: z.array(labelLayout).check(z.maxLength(10)),
    usual: [
      { pattern: '21PPPPPAAAAAC', amount_decimals: 2, weight_decimals: 3 },
      { pattern: '22PPPPPWWWWWC', amount_decimals: 2, weight_decimals: 3 },
      { pattern: '26PPPPPAAAAAWWWWWC', amount_decimals: 2, weight_decimals: 3 },
    ],
    group: 'till_work', places: down_to.store,
  },
  /** How long somebody may be asked for, and, once given, how long an approval can be used. */
  approval_lasts_min: {
    shape: z.int().check(z.minimum(1), z.maximum(1_440)), usual: 10,
    group: 'approvals', places: down_to.store,
  },
  /** A sale that gives back more money than this, in all its returns, needs a second person. */
  approve_return_over_fen: {
    shape: z.nullable(fen), usual: 50_000,
    group: 'approvals', places: down_to.store, set_by: 'chain',
  },
  /**
   * Down to this share of the marked price whoever may override prices needs nobody else; a gift always
   * does. 10 000: every reduction needs a second person.
   */
  price_override_free_bp: {
    shape: z.int().check(z.minimum(0), z.maximum(10_000)), usual: 9_000,
    group: 'approvals', places: down_to.store, set_by: 'chain',
  },
  /** A scale's label below this share of the marked price must be set as a price, with whoever must agree. */
  label_least_bp: {
    shape: z.int().check(z.minimum(0), z.maximum(10_000)), usual: 5_000,
    group: 'approvals', places: down_to.store, set_by: 'chain',
  },
  /** Whether a second person approves every manual adjustment (R6.05). */
  approve_adjustment: {
    shape: z.boolean(), usual: true, group: 'approvals', places: down_to.chain, set_by: 'chain',
  },
  /** R6.06: an export of more rows than this needs a second person. */
  export_rows_without_approval: {
    shape: z.int().check(z.minimum(0), z.maximum(1_000_000)), usual: 1_000,
    group: 'exports', places: down_to.chain, set_by: 'chain',
  },
  /** R6.06: the most rows one export holds. */
  export_rows_most: {
    shape: z.int().check(z.minimum(1), z.maximum(1_000_000)), usual: 100_000,
    group: 'exports', places: down_to.chain, set_by: 'chain',
  },
  /** R6.06: how long an exported file can be had, in hours. */
  export_lasts_h: {
    shape: z.int().check(z.minimum(1), z.maximum(168)), usual: 24,
    group: 'exports', places: down_to.chain, set_by: 'chain',
  },
  /** Whether a store takes back what other stores of the chain sold, by the token on the receipt. */
  returns_anywhere: { shape: z.boolean(), usual: true, group: 'till_work', places: down_to.store },
  /**
   * Who must have a second factor: nobody, whoever reaches the whole chain, everybody, or whoever may do one
   * of these things. Asked for at the next sign of life.
   */
  second_factor_for: {
    shape: z.union([z.enum(['none', 'chain_scope', 'all']),
      z.array(z.enum(permissions)).check(z.maxLength(100))]),
    usual: 'none' as const,
    group: 'people', places: down_to.chain, set_by: 'chain',
  },
  /** Whether money is taken and given back on enrolled tills alone. */
  tills_enrolled_only: {
    shape: z.boolean(), usual: false, group: 'till_work', places: down_to.store, set_by: 'chain',
  },
  /** Minutes that an enrolled till stays open with nobody at it. */
  till_idle_min: {
    shape: z.int().check(z.minimum(1), z.maximum(720)), usual: 10,
    group: 'till_work', places: down_to.till,
  },
  /** Off for the chain is off in every store; a store may switch off more. */
  features_off: {
    shape: z.array(z.enum(features)), usual: [],
    group: 'features', places: down_to.store, adds_up: true,
  },
} as const satisfies Record<string, {
  shape: z.ZodMiniType; usual: unknown; group: SettingGroup; places: readonly PlaceKind[]
  /** A list that holds together with those set above it, instead of replacing them. */
  adds_up?: true
  /**
   * Set by headquarters alone, for a single store too: what the chain owes its members, who must agree to
   * what, and who must prove themselves how. Whoever is watched does not loosen the watch.
   */
  set_by?: 'chain'
}>

export type SettingKey = keyof typeof settings
export const settingKeys = Object.keys(settings) as [SettingKey, ...SettingKey[]]
export const isSetByChain = (key: SettingKey): boolean => 'set_by' in settings[key]
export type Settings = { [Key in SettingKey]: z.output<(typeof settings)[Key]['shape']> }
