import { auditEn } from '#contract/texts/audit.en.ts'
import { auditZh } from '#contract/texts/audit.zh.ts'
import { useLang } from '../../ui/lang.ts'

/** What acts are called in the language of the screen. */
export const useAuditTexts = () => (useLang() === 'zh' ? auditZh : auditEn)
