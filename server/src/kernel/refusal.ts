import type { TextKey } from '#contract/texts/zh.ts'

export type RefusalParams = Record<string, string | number>

/**
 * An expected "no" with a named reason: shown to the person, rolls back, never an alarm. Caught where it is
 * told (`http`, the commands) and by the counter, where it ends one order of a batch and not its neighbours.
 */
export class Refusal extends Error {
  readonly code: TextKey
  readonly params: RefusalParams
  constructor(code: TextKey, params: RefusalParams = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.params = params
  }
}

/**
 * A "no" to what is there, but outside the caller's reach: told exactly as if it were not there, and put on
 * record with `ref`, what was reached for (C20, R6.01).
 */
export class OutOfReach extends Refusal {
  readonly ref: string
  constructor(code: Extract<TextKey, 'not_found' | `${string}_unknown`>, ref: string) {
    super(code)
    this.ref = ref
  }
}

export function refuse(code: TextKey, params: RefusalParams = {}): never {
  throw new Refusal(code, params)
}

/** Refuses with the reason a rule gave, or goes on where it gave none. */
export function refuseIf(code: TextKey | null, params: RefusalParams = {}): void {
  if (code !== null) throw new Refusal(code, params)
}

/** States what we promised ourselves. A failure is our bug: 500, alarm, rolls back. */
export function assert(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`broken promise: ${what}`)
}
