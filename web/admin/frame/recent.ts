import type { Found } from './found.ts'

/** What was opened through the finder, in this tab alone: no names of members stay behind on a device. */
const most = 6
const placeOf = (staff_id: string): string => `shuke.found.${staff_id}`

export function recentOf(staff_id: string): Found[] {
  try {
    const rows: unknown = JSON.parse(sessionStorage.getItem(placeOf(staff_id)) ?? '[]')
    return Array.isArray(rows) ? (rows as Found[]).filter((row) => typeof row?.to === 'string') : []
  } catch {
    return []
  }
}

/** Puts one on top; one that was there already moves up. */
export const withRecent = (before: readonly Found[], opened: Found): Found[] =>
  [opened, ...before.filter(({ key }) => key !== opened.key)].slice(0, most)

export function keepRecent(staff_id: string, opened: Found): void {
  try {
    sessionStorage.setItem(placeOf(staff_id), JSON.stringify(withRecent(recentOf(staff_id), opened)))
  } catch {
    // A full or forbidden storage: the finder works on, it only forgets.
  }
}

export function forgetRecent(staff_id: string): void {
  try {
    sessionStorage.removeItem(placeOf(staff_id))
  } catch {
    // As above.
  }
}
