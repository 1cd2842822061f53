import { textsOf } from '../../ui/texts.ts'
import { listsEn } from '../texts/lists.en.ts'
import { listsZh } from '../texts/lists.zh.ts'

/** What lists and their exports say. */
export const { useSay: useListSay } = textsOf({ zh: listsZh, en: listsEn })
