import { en as refusalsEn } from '#contract/texts/en.ts'
import { zh as refusalsZh } from '#contract/texts/zh.ts'
import { textsOf } from '../ui/texts.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

export const { useSay, say } = textsOf({ zh, en })
export type TillSay = ReturnType<typeof useSay>

/** The server's own refusals, for what the till can refuse without asking. */
export const { say: sayRefusal } = textsOf({ zh: refusalsZh, en: refusalsEn })

/** A till by its name; one that is called by its number alone gets the word to it. */
export const tillName = (words: TillSay, { name }: { name: string }): string =>
  /^\d+$/.test(name) ? words('till_no', { number: name }) : name
