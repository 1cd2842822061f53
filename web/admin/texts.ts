import { textsOf } from '../ui/texts.ts'
import { en } from './texts/en.ts'
import { zh } from './texts/zh.ts'

export type { AdminTexts } from './texts/zh.ts'
export const { useSay, say } = textsOf({ zh, en })
