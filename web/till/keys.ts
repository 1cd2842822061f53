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
    if (event.key === 'Enter' && isScan(burst, event) && top?.['scan'] && !fromField(event)) {
      event.preventDefault()
      top['scan'](event, burst.text)
      return
    }
    const deed = top?.[event.key] ?? (event.key.length === 1 ? top?.['any'] : undefined)
    if (/^F([1-46-9]|10|12)$/.test(event.key)) event.preventDefault()
    if (deed) deed(event, '')
  }
  // Before anybody else: a field that takes a scanner's Enter for itself asks what was scanned.
  window.addEventListener('keydown', follow, true)
  window.addEventListener('keydown', hear)
  return () => {
    window.removeEventListener('keydown', follow, true)
    window.removeEventListener('keydown', hear)
  }
}

/**
 * What a scanner has just typed, at its Enter: the quick run of signs alone, without what may have stood in
 * the field before. Null when fingers typed.
 */
export const scannedAt = (enter: KeyboardEvent): string | null => (isScan(burst, enter) ? burst.text : null)

/** A run of signs without a pause; `ended` by its Enter, so that the next begins anew at once. */
type Burst = { text: string; first: number; last: number; ended: boolean }
let burst: Burst = { text: '', first: 0, last: 0, ended: true }

function follow(event: KeyboardEvent) {
  if (event.key.length === 1) burst = grown(burst, event)
  else if (event.key === 'Enter') burst = { ...burst, ended: true }
}

// Scanners send a sign every few milliseconds, on a busy till with a hiccup now and then; the quickest
// fingers need more than 50 for each. After a pause a new run begins.
const scan_sign_ms = 40
const pause_ms = 200
const scan_signs = 6

const grown = ({ text, first, last, ended }: Burst, { key, timeStamp }: KeyboardEvent): Burst =>
  ended || timeStamp - last > pause_ms
    ? { text: key, first: timeStamp, last: timeStamp, ended: false }
    : { text: text + key, first, last: timeStamp, ended }

const isScan = ({ text, first, last }: Burst, { timeStamp }: KeyboardEvent): boolean =>
  text.length >= scan_signs &&
  last - first <= scan_sign_ms * (text.length - 1) &&
  timeStamp - last <= pause_ms

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
