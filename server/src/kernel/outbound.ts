import { lookup } from 'node:dns/promises'
import { request as requestPlainly } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from './outbound-addresses.ts'
import { Refusal, refuse } from './refusal.ts'

/** What may come back: its media types, its size and the time for all of it, redirects included. */
export type Wanted = { types: readonly string[]; most_kb: number; most_ms: number }
export type Fetched = { type: string; bytes: Buffer }

/** What counts as outside. Only tests, which have no internet, name another. */
export type Outside = {
  ports: readonly number[]
  resolve: (name: string) => Promise<readonly string[]>
  isPublic: (address: string) => boolean
}

const internet: Outside = {
  ports: [80, 443], isPublic: isPublicAddress,
  resolve: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
}

const redirects_max = 3
const redirected = new Set([301, 302, 303, 307, 308])

/**
 * The only way the server fetches an address that somebody gave it. It looks the name up itself, goes nowhere
 * but to the open internet, connects to the very address it has judged, judges every redirect anew, and stops
 * at the bounds of `wanted`.
 * Refuses `address_refused`, `address_unreachable`, `address_too_large` and `address_other_type`.
 */
export async function fetchOutside(
  address: string, wanted: Wanted, outside: Outside = internet,
): Promise<Fetched> {
  const deadline = AbortSignal.timeout(wanted.most_ms)
  let at = address
  for (let hops = 0; hops <= redirects_max; hops += 1) {
    const url = readAddress(at, outside)
    const response = await ask(url, { wanted, outside, deadline })
    try {
      const { statusCode = 0, headers } = response
      if (!redirected.has(statusCode)) return await take(response, wanted, deadline)
      if (headers.location === undefined) refuse('address_unreachable')
      at = absolute(headers.location, url)
    } finally {
      response.destroy()
    }
  }
  return refuse('address_unreachable')
}

/**
 * A redirect's target. What names a host is left as it is written, so that its spelling is judged like the
 * first one's.
 */
function absolute(location: string, from: URL): string {
  if (/^[a-z][a-z\d+.-]*:/i.test(location)) return location
  if (/^[/\\]{2}/.test(location)) return from.protocol + location
  return URL.canParse(location, from.href) ? new URL(location, from).href : refuse('address_unreachable')
}

/**
 * An address as it is written, judged before anything is looked up: http or https, an allowed port, nobody's
 * password, and no number but four plain ones for an IPv4 address (a 0x7f.1 is hiding something).
 */
function readAddress(text: string, { ports }: Outside): URL {
  const written = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1]
  // The parser of the standard drops tabs and line ends and turns backslashes round; others do not.
  if (written === undefined || written.includes('@') || /[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text))
    refuse('address_refused')
  const url = new URL(text)
  const isOdd = isIP(url.hostname) === 4 && written.replace(/:\d*$/, '') !== url.hostname
  if (isOdd || !ports.includes(portOf(url))) refuse('address_refused')
  return url
}

const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)

type Way = { wanted: Wanted; outside: Outside; deadline: AbortSignal }

/** Asks the first of the host's addresses that answers. All of them are public, or none is asked. */
async function ask(url: URL, way: Way): Promise<IncomingMessage> {
  const addresses = await resolveAll(url, way)
  if (addresses.length === 0 || !addresses.every((one) => way.outside.isPublic(one)))
    refuse('address_refused')
  for (const address of addresses.slice(0, 4)) {
    const response = await askAt(url, address, way).catch(() => null)
    if (response !== null) return response
    if (way.deadline.aborted) break
  }
  return refuse('address_unreachable')
}

/** An IPv6 address stands in brackets in a URL, and nowhere else. */
const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

async function resolveAll(url: URL, { outside, deadline }: Way): Promise<readonly string[]> {
  if (isIP(bareHost(url)) !== 0) return [bareHost(url)]
  try {
    return await Promise.race([outside.resolve(url.hostname), whenOver(deadline)])
  } catch {
    return refuse('address_unreachable')
  }
}

function whenOver(deadline: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    deadline.addEventListener('abort', () => { reject(new Error('the time is over')) }, { once: true })
  })
}

/**
 * Connects to `address` and to nothing else: the name is for the request and the check of the certificate
 * only.
 */
async function askAt(url: URL, address: string, { wanted, deadline }: Way): Promise<IncomingMessage> {
  const options: RequestOptions & { servername?: string } = {
    host: address, port: portOf(url), path: url.pathname + url.search, agent: false, signal: deadline,
    // One address that swallows everything leaves time for the next.
    timeout: wanted.most_ms / 2,
    headers: {
      host: url.host, 'user-agent': 'Shuke', accept: wanted.types.join(', '), 'accept-encoding': 'identity',
    },
    ...isIP(bareHost(url)) === 0 ? { servername: url.hostname } : {},
  }
  return await new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestSecurely(options) : requestPlainly(options)
    request.on('timeout', () => { request.destroy(new Error('no answer')) })
    request.on('response', resolve).on('error', reject).end()
  })
}

async function take(response: IncomingMessage, wanted: Wanted, deadline: AbortSignal): Promise<Fetched> {
  const { statusCode, headers } = response
  if (statusCode !== 200) refuse('address_unreachable')
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  const isPacked = (headers['content-encoding'] ?? 'identity') !== 'identity'
  if (isPacked || !wanted.types.includes(type)) refuse('address_other_type')

  const most_bytes = wanted.most_kb * 1024, pieces: Buffer[] = []
  const tooLarge = new Refusal('address_too_large', { limit_kb: wanted.most_kb })
  if (Number(headers['content-length'] ?? 0) > most_bytes) throw tooLarge
  let bytes = 0
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > most_bytes) throw tooLarge
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    refuse('address_unreachable')
  }
  if (deadline.aborted || !response.complete) refuse('address_unreachable')
  return { type, bytes: Buffer.concat(pieces) }
}
