import { useLang } from '../../ui/lang.ts'

/** A day or a minute in the reader's own time zone: an operator looks at companies of many. */
export function useStamp(): (iso: string, to: 'day' | 'minute') => string {
  const lang = useLang()
  return (iso, to) => new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric', month: to === 'day' && lang === 'en' ? 'short' : 'numeric', day: 'numeric',
    ...(to === 'minute' ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const : {}),
  }).format(new Date(iso))
}
