import { settingsEn } from '#contract/texts/settings.en.ts'
import { settingsZh } from '#contract/texts/settings.zh.ts'
import type { SettingsTexts } from '#contract/texts/settings.zh.ts'
import { useLang } from '../ui/lang.ts'

/** What settings are called and what they do, in the language of the screen. */
export function useSettingTexts(): SettingsTexts {
  return useLang() === 'zh' ? settingsZh : settingsEn
}
