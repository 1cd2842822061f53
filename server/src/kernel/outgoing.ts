import type { Readable } from 'node:stream'

/**
 * An answer that is no JSON: a file, or events for as long as somebody listens. Only endpoints whose contract
 * says `sends` hand one out.
 */
export class Outgoing {
  readonly body: Readable
  readonly headers: Readonly<Record<string, string>>
  constructor(body: Readable, headers: Readonly<Record<string, string>>) {
    this.body = body
    this.headers = headers
  }
}
