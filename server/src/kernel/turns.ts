import { refuse } from './refusal.ts'

export type Turns = {
  /**
   * Carries out `work` when it is its turn; what is `first` goes before whatever else waits. Refuses
   * `busy_try_again` where too much waits already; each of the two has a place to wait of its own.
   */
  take<Result>(work: () => Promise<Result>, first?: boolean): Promise<Result>
}

/** Heavy work takes turns: so much at once, and no more in the queue than can be done in good time. */
export function openTurns({ at_once, waiting_max }: { at_once: number; waiting_max: number }): Turns {
  const ahead: (() => void)[] = [], behind: (() => void)[] = []
  let running = 0
  const next = (): void => {
    running -= 1
    const go = ahead.shift() ?? behind.shift()
    if (go) go()
  }
  return {
    async take(work, first = false) {
      const queue = first ? ahead : behind
      if (running >= at_once) {
        if (queue.length >= waiting_max) refuse('busy_try_again')
        await new Promise<void>((resolve) => { queue.push(() => { running += 1; resolve() }) })
      } else running += 1
      try {
        return await work()
      } finally {
        next()
      }
    },
  }
}
