import { textsOf } from '../../ui/texts.ts'
import { finderEn } from '../texts/finder.en.ts'
import { finderZh } from '../texts/finder.zh.ts'

export const { useSay: useFinderSay } = textsOf({ zh: finderZh, en: finderEn })
