import { useEffect, useRef } from 'react'

/**
 * Keys a screen answers to, by `KeyboardEvent.key`; `any` is every other one that types something, `scan` a
 * whole code from a scanner (outside fields), in place of its Enter.
 */
export type Keys = Record<string, (event: KeyboardEvent, code: string) => void>

const stack: { current: Keys }[] = []

/**
 * Hears keys while mounted; what was mounted last hears alone. A key it does not know is left to the browser.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    stack.push(latest)
    return () => {
      stack.splice(stack.indexOf(latest), 1)
    }
  }, [])
}

/**
 * Starts handing keys to the topmost screen. Function keys are the till's own: the browser does not get them.
 */
export function listenToKeys(): () => void {
  function hear(event: KeyboardEvent) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const top = stack.at(-1)?.current
    if (event.key.length === 1) burst = grown(burst, event)
    if (event.key === 'Enter' && isScan(burst, event) && top?.['scan'] && !fromField(event)) {
      event.preventDefault()
      top['scan'](event, burst.text)
      return
    }
    const deed = top?.[event.key] ?? (event.key.length === 1 ? top?.['any'] : undefined)
    if (/^F([1-46-9]|10|12)$/.test(event.key)) event.preventDefault()
    if (deed) deed(event, '')
  }
  window.addEventListener('keydown', hear)
  return () => window.removeEventListener('keydown', hear)
}

/**
 * What a scanner has just typed, at its Enter: the quick run of signs alone, whatever stood in the field
 * before. Null when fingers typed.
 */
export const scannedAt = (enter: KeyboardEvent): string | null => (isScan(burst, enter) ? burst.text : null)

type Burst = { text: string; last: number }
let burst: Burst = { text: '', last: 0 }

// Scanners send a sign every few milliseconds; the quickest fingers need more than 50.
const scan_gap_ms = 40
const scan_signs = 6

const grown = ({ text, last }: Burst, { key, timeStamp }: KeyboardEvent): Burst => ({
  text: timeStamp - last <= scan_gap_ms ? text + key : key,
  last: timeStamp,
})

const isScan = ({ text, last }: Burst, { timeStamp }: KeyboardEvent): boolean =>
  text.length >= scan_signs && timeStamp - last <= scan_gap_ms

/** Whether the event comes from a field that people type into. */
export const fromField = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement

/**
 * Enter for the one thing a sheet is there to do. A focused key is pressed by the browser itself, and Enter
 * at the end of a field (scanners send it) only leaves the field.
 */
export function onEnter(deed: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target instanceof HTMLButtonElement) return
    event.preventDefault()
    if (!fromField(event)) deed()
    else if (event.target instanceof HTMLElement) event.target.closest('dialog')?.focus()
  }
}
