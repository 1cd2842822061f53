import { useSyncExternalStore } from 'react'
import { keep, kept } from './keep.ts'

export const langs = ['zh', 'en'] as const
export type Lang = (typeof langs)[number]

const listeners = new Set<() => void>()
let current: Lang = kept<Lang>('lang') === 'en' ? 'en' : 'zh'
mark()

/** The language of the screens now; also sent with every request, so refusals come back in it. */
export const lang = (): Lang => current

export function setLang(next: Lang): void {
  current = next
  keep('lang', next)
  mark()
  for (const listener of listeners) listener()
}

/** The language, and a render whenever it changes. */
export function useLang(): Lang {
  return useSyncExternalStore(subscribe, lang)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function mark() {
  if (typeof document !== 'undefined') document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en'
}
