import type { LabelLayout } from '#contract/goods.ts'
import type { SettingKey } from '#contract/settings.ts'
import { yuan } from '#contract/text.ts'
import type { PeopleTexts } from '#contract/texts/people.zh.ts'
import type { Permission } from '#contract/permissions.ts'
import type { TopUpStep } from '#contract/value.ts'
import type { SettingsSay } from './texts/settings.ts'

/** How a setting is shown and edited. `choice` has words for each value in the texts, under `prefix`. */
export type Kind =
  | { kind: 'choice'; prefix: 'mode' | 'for' | 'order' | 'who'; values: readonly string[] }
  | { kind: 'number'; unit: 'hours' | 'minutes' | 'months' | 'rows' | 'points' | null }
  | { kind: 'money'; nullable: boolean }
  | { kind: 'share' | 'yes_no' | 'features' | 'steps' | 'layouts' }

export const kindOf: Readonly<Record<SettingKey, Kind>> = {
  rounding_mode: {
    kind: 'choice', prefix: 'mode', values: ['off', 'drop_fen', 'drop_jiao', 'round_jiao', 'round_yuan'],
  },
  rounding_for: { kind: 'choice', prefix: 'for', values: ['cash', 'all'] },
  points_per_yuan: { kind: 'number', unit: 'points' },
  points_earned_per_yuan: { kind: 'number', unit: 'points' },
  points_last_months: { kind: 'number', unit: 'months' },
  value_order: { kind: 'choice', prefix: 'order',
    values: ['proportional', 'principal_first', 'bonus_first'] },
  value_cap_fen: { kind: 'money', nullable: false },
  top_up_plan: { kind: 'steps' },
  label_layouts: { kind: 'layouts' },
  approval_lasts_min: { kind: 'number', unit: 'minutes' },
  approve_return_over_fen: { kind: 'money', nullable: true },
  price_override_free_bp: { kind: 'share' },
  label_least_bp: { kind: 'share' },
  approve_adjustment: { kind: 'yes_no' },
  export_rows_without_approval: { kind: 'number', unit: 'rows' },
  export_rows_most: { kind: 'number', unit: 'rows' },
  export_lasts_h: { kind: 'number', unit: 'hours' },
  returns_anywhere: { kind: 'yes_no' },
  second_factor_for: { kind: 'choice', prefix: 'who', values: ['none', 'chain_scope', 'all'] },
  tills_enrolled_only: { kind: 'yes_no' },
  till_idle_min: { kind: 'number', unit: 'minutes' },
  features_off: { kind: 'features' },
}

/** Whether an id that came as data is a setting's. */
export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(kindOf, key)

/** A value in words, as the list and the history show it. */
export function inWords(key: SettingKey, value: unknown,
  { say, people }: { say: SettingsSay; people: PeopleTexts }): string {
  const kind = kindOf[key]
  switch (kind.kind) {
    case 'choice':
      return Array.isArray(value)
        ? say('who_some', { list: value.map((one) => people.permissions[one as Permission]).join(' · ') })
        : say.of(`${kind.prefix}_${String(value)}`)
    case 'number': return kind.unit === null ? String(value) : `${String(value)} ${say(kind.unit)}`
    case 'money': return value === null ? say('unlimited') : `¥${yuan(value as number)}`
    case 'share': return say('free_from', { percent: Number(value) / 100 })
    case 'yes_no': return say(value === true ? 'yes' : 'no')
    case 'features':
      return (value as string[]).map((one) => say.of(`feature_${one}`)).join(' · ') || say('all_on')
    case 'steps':
      return (value as TopUpStep[]).map(({ pay_fen, bonus_fen }) =>
        `${yuan(pay_fen)}+${yuan(bonus_fen)}`).join(' · ')
        || say('empty_list')
    case 'layouts': return (value as LabelLayout[]).map(({ pattern }) => pattern).join(' · ')
      || say('empty_list')
  }
}
