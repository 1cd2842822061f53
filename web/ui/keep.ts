/** Small things a browser remembers between visits. A full or forbidden storage is not worth stopping for. */

const prefix = 'shuke.'

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value))
  } catch {
    // Private windows and full disks: the screen works on, it only forgets.
  }
}

/** What was kept, or null. The caller knows the shape, because it alone writes under the key. */
export function kept<Value>(key: string): Value | null {
  try {
    const text = localStorage.getItem(prefix + key)
    return text === null ? null : (JSON.parse(text) as Value)
  } catch {
    return null
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(prefix + key)
  } catch {
    // As above.
  }
}
