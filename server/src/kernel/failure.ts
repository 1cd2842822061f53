/**
 * An operational failure: nothing a cashier did and no bug of ours, but something the operator can put
 * right (a taken port, a read-only folder, a full disk). The message is one sentence that says what is
 * wrong and what to do; `main` prints it without a stack and leaves with exit code 1.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** Ends the start, or the command, with one sentence for the operator. */
export function failWith(sentence: string): never {
  throw new Failure(sentence)
}
