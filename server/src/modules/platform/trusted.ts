/**
 * How long a session is trusted without asking the database: what another process ended works on for this
 * long.
 */
const trusted_ms = 2_000
const remembered_max = 1_000

export type Trusted<Known> = {
  behind(token_hash: string): Promise<Known | null>
  /** Drops what is remembered: what was ended here must not work for another moment. */
  forget(): void
}

/** Remembers for two seconds what a token's digest stood for. */
export function openTrusted<Known>(read: (token_hash: string) => Promise<Known | null>): Trusted<Known> {
  const remembered = new Map<string, { read_ms: number; known: Promise<Known | null> }>()
  return {
    behind(token_hash) {
      const before = remembered.get(token_hash)
      if (before && Date.now() - before.read_ms < trusted_ms) return before.known
      if (remembered.size >= remembered_max) remembered.clear()
      const known = read(token_hash)
      remembered.set(token_hash, { read_ms: Date.now(), known })
      // A failed reading is the caller's to tell; only nobody else should meet it again.
      known.catch(() => remembered.delete(token_hash))
      return known
    },
    forget: () => remembered.clear(),
  }
}
