import { Offline } from './call.ts'
import { en } from './texts/en.ts'
import { zh } from './texts/zh.ts'
import { textsOf } from './texts.ts'

export const { useSay: useUiSay, say: uiSay } = textsOf({ zh, en })

/** What went wrong in one sentence, in the language of the screen. */
export function errorText(error: unknown): string {
  if (error instanceof Offline) return uiSay()(navigator.onLine ? 'no_answer' : 'offline')
  return error instanceof Error ? error.message : String(error)
}
