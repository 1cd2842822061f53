import { CommitInDoubt, isStalePlan, isUnreached, sqlState } from './db.ts'
import { Refusal } from './refusal.ts'

/** How one order of a batch ended: an answer, or a refusal that touches no neighbour. */
export type Outcome<Answer> = { answer: Answer } | { refusal: Refusal }

export type LaneOptions<Order, Answer> = {
  /**
   * Decides and writes a batch in one transaction; throws when the database did,
   * and then nothing was written.
   */
  work: (orders: readonly Order[]) => Promise<Outcome<Answer>[]>
  /** The most orders that go together. */
  most: number
  /** The most orders that may wait; past it the answer is "busy", in good time. */
  queue: number
}

export type Lane<Order, Answer> = { submit(order: Order): Promise<Answer>; idle(): Promise<void> }

type Waiting<Order, Answer> = {
  order: Order; done: (outcome: Outcome<Answer>) => void; fail: (error: unknown) => void
}

/**
 * One transaction at a time; orders that arrive while it is at the disk wait and go together in the next. An
 * order alone is a batch of one and waits for nobody. When a batch fails in the database, its orders go again
 * one by one, so that the one at fault fails alone.
 */
export function openLane<Order, Answer>(options: LaneOptions<Order, Answer>): Lane<Order, Answer> {
  const waiting: Waiting<Order, Answer>[] = []
  let running: Promise<void> | null = null

  const run = async (): Promise<void> => {
    while (waiting.length > 0) await carryOut(options, waiting.splice(0, options.most))
    running = null
  }
  return {
    idle: () => running ?? Promise.resolve(),
    async submit(order) {
      if (waiting.length >= options.queue) throw new Refusal('busy_try_again')
      const outcome = await new Promise<Outcome<Answer>>((done, fail) => {
        waiting.push({ order, done, fail })
        running ??= run()
      })
      if ('refusal' in outcome) throw outcome.refusal
      return outcome.answer
    },
  }
}

async function carryOut<Order, Answer>(
  { work }: Pick<LaneOptions<Order, Answer>, 'work'>, batch: readonly Waiting<Order, Answer>[],
): Promise<void> {
  try {
    const outcomes = await work(batch.map((one) => one.order))
    batch.forEach((one, index) => { one.done(outcomes[index]!) })
  } catch (error) {
    if (batch.length > 1 || error instanceof CommitInDoubt || isWorthAnotherTry(error))
      await tryEachAlone(work, batch, error)
    else batch[0]!.fail(error)
  }
}

/**
 * Each order of a batch that failed, by itself. Where the database is not there for one of them, the others
 * need not find that out in their turn, each after a time-out of its own.
 */
async function tryEachAlone<Order, Answer>(
  work: LaneOptions<Order, Answer>['work'], batch: readonly Waiting<Order, Answer>[], before: unknown,
): Promise<void> {
  let unreached: unknown = null
  for (const one of batch) {
    const error = unreached ?? await tryAlone(work, one, before)
    if (error === null) continue
    // If the database cannot be asked, the doubt stands, since "it failed" might not be true.
    one.fail(before instanceof CommitInDoubt ? before : error)
    if (isUnreached(error)) unreached = error
  }
}

/** Two processes that met at a row (a twin's key, a day's first receipt): the later one looks again, once. */
const met_at_a_row = new Set(['23505', '40001', '40P01'])
const isWorthAnotherTry = (error: unknown): boolean =>
  met_at_a_row.has(sqlState(error) ?? '') || isStalePlan(error)

/**
 * One order by itself; after a commit in doubt it finds its own answer if it did commit. Null when it has its
 * outcome, else the error.
 */
async function tryAlone<Order, Answer>(
  work: LaneOptions<Order, Answer>['work'], one: Waiting<Order, Answer>, before: unknown,
): Promise<unknown> {
  try {
    const [outcome] = await work([one.order])
    one.done(outcome!)
    return null
  } catch (error) {
    return isWorthAnotherTry(error) && !isWorthAnotherTry(before) ? await tryAlone(work, one, error) : error
  }
}
