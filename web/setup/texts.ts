import { en as refusalsEn } from '#contract/texts/en.ts'
import { zh as refusalsZh } from '#contract/texts/zh.ts'
import { textsOf } from '../ui/texts.ts'
import { en } from './texts/en.ts'
import { zh } from './texts/zh.ts'

export const { useSay, say } = textsOf({ zh, en })
export type SetupSay = ReturnType<typeof useSay>

/** The server's own refusals, for what can be refused before asking it. */
export const { say: sayRefusal } = textsOf({ zh: refusalsZh, en: refusalsEn })
