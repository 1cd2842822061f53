import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Endpoint } from '#contract/endpoint.ts'
import { gzipSync } from 'node:zlib'
import { faultsOf } from './fuzz-judge.ts'
import type { Heard } from './fuzz-judge.ts'

/**
 * A request as bytes, in pieces that go out one after the other. `stops` never comes to its end: the server
 * may wait for the rest, but must not be harmed. `may_close` may be answered by a closed connection alone.
 */
type Wire = { name: string; pieces: readonly (string | Buffer)[]; ends: 'answer' | 'stops' | 'may_close' }

/** What a stopped request is given before its caller goes away. */
const stopped_ms = 150
const patience_ms = 20_000

type Line = { method: string; path: string; cookie: string }

const head = ({ method, path, cookie }: Line, more: readonly string[] = []): string => [
  `${method} ${path} HTTP/1.1`, 'host: localhost', 'x-shuke: fuzz', 'connection: close', `cookie: ${cookie}`,
  ...more, '', '',
].join('\r\n')
const lasting = (text: string): string => text.replace('connection: close\r\n', '')
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))
const answer = (name: string, ...pieces: (string | Buffer)[]): Wire => ({ name, pieces, ends: 'answer' })
const stops = (name: string, ...pieces: (string | Buffer)[]): Wire => ({ name, pieces, ends: 'stops' })
const closes = (name: string, ...pieces: (string | Buffer)[]): Wire => ({ name, pieces, ends: 'may_close' })

/** Addresses and first lines that are no text, or that are no address. */
function ofLines(line: Line): Wire[] {
  const { method, path, cookie } = line
  const rest = ` HTTP/1.1\r\nhost: a\r\nx-shuke: fuzz\r\nconnection: close\r\ncookie: ${cookie}\r\n\r\n`
  const raw: [string, number[]][] = [
    ['bytes that are no UTF-8', [0x2f, 0xff, 0xfe]], ['overlong UTF-8', [0x2f, 0xc0, 0xaf]],
    ['half a character', [0x3f, 0x61, 0x3d, 0xe7, 0x8e]], ['a surrogate in UTF-8', [0x2f, 0xed, 0xa0, 0x80]],
    ['a zero byte', [0x2f, 0x00]], ['a delete sign', [0x2f, 0x7f]], ['a tab', [0x2f, 0x09]],
  ]
  return [
    ...raw.map(([name, added]) => answer(`${name} in the address`, bytes(`${method} ${path}`, added, rest))),
    answer('a whole address', head({ ...line, path: `http://evil.example${path}` })),
    answer('an address without a slash', head({ ...line, path: 'api/session' })),
    answer('an address of two slashes', head({ ...line, path: `//evil.example${path}` })),
    answer('dots', head({ ...line, path: `${path}/../../../../etc/passwd` })),
    answer('dots without a prefix', head({ ...line, path: '/../../../../etc/passwd' })),
    answer('a star', head({ ...line, path: '*' })),
    answer('options of a star', head({ ...line, method: 'OPTIONS', path: '*' })),
    answer('a long address', head({ ...line, path: `${path}?a=${'x'.repeat(15_000)}` })),
    answer('a far too long address', head({ ...line, path: `${path}?a=${'x'.repeat(80_000)}` })),
    ...['TRACE', 'OPTIONS', 'PROPFIND', 'M-SEARCH', 'HEAD', 'QUERY', 'LINK'].map((other) =>
      answer(`the method ${other}`, head({ ...line, method: other }))),
    answer('a method that nobody has', head({ ...line, method: 'FETCH' })),
    answer('a small method', head({ ...line, method: 'get' })),
    closes('a tunnel', head({ ...line, method: 'CONNECT', path: 'evil.example:443' })),
    answer('HTTP 1.0', `${method} ${path} HTTP/1.0\r\nx-shuke: fuzz\r\n\r\n`),
    answer('HTTP 0.9', `GET ${path}\r\n\r\n`), answer('HTTP 3', `GET ${path} HTTP/3.0\r\nhost: a\r\n\r\n`),
    answer('HTTP 2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    answer('no words', bytes([1, 2, 3, 4, 0xff, 13, 10, 13, 10])),
    answer('a TLS greeting', bytes([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3, 13, 10, 13, 10])),
  ]
}

function ofHeaders(line: Line): Wire[] {
  const { method, path } = line
  const many = Array.from({ length: 900 }, (_, at) => `x-${at}: 1`)
  const first = `${method} ${path} HTTP/1.1\r\n`
  return [
    answer('huge headers', head(line, [`x-long: ${'a'.repeat(70_000)}`])),
    answer('many headers', head(line, many)),
    answer('more headers than fit', head(line, [...many, ...many, ...many])),
    answer('no host', `${first}x-shuke: 1\r\nconnection: close\r\n\r\n`),
    answer('two hosts', head(line, ['host: evil.example'])),
    answer('a header without a colon', head(line, ['nonsense'])),
    answer('a blank in a name', head(line, ['x y: 1'])),
    answer('a folded header', head(line, ['x-a: 1', ' 2'])),
    answer('a zero in a header', head(line, ['x-a: a\u0000b'])),
    answer('bytes in a header',
      bytes(first, 'host: a\r\nconnection: close\r\nuser-agent: ', [0xff, 0xfe, 0x80], '\r\n\r\n')),
    answer('a picture for a language', head(line, ['accept-language: 👍', 'user-agent: 周敏华'])),
    answer('bare line ends', head(line).replaceAll('\r\n', '\n')),
    answer('an expectation', head(line, [
      'expect: 100-continue', 'content-length: 2', 'content-type: application/json',
    ]), '{}'),
    answer('an expectation of nonsense', head(line, ['expect: the-moon'])),
    answer('an upgrade', head(line, ['upgrade: websocket', 'connection: upgrade', 'sec-websocket-version: 13',
      'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=='])),
    answer('an upgrade to HTTP 2',
      head(line, ['upgrade: h2c', 'connection: upgrade, http2-settings', 'http2-settings: AA'])),
    answer('another method by header', head(line, ['x-http-method-override: DELETE', '_method: DELETE'])),
  ]
}

function ofBodies(line: Line): Wire[] {
  const json = 'content-type: application/json', gone = gzipSync('{}')
  const chunked = head(line, [json, 'transfer-encoding: chunked'])
  const sized = (letter: string): string => `${Buffer.byteLength(letter).toString(16)}\r\n${letter}\r\n`
  const small = Array.from('{"a":"米"}', sized)
  return [
    answer('a body in pieces', chunked, ...small, '0\r\n\r\n'),
    answer('a body in pieces with more after it', chunked, '2\r\n{}\r\n0\r\nx-after: 1\r\n\r\n'),
    answer('a size that is no number', chunked, 'zz\r\n{}\r\n'),
    answer('a size beyond all numbers', chunked, 'ffffffffffffffffff\r\n{}\r\n'),
    answer('two lengths', head(line, [json, 'content-length: 2', 'content-length: 3']), '{}x'),
    answer('a length and pieces',
      head(line, [json, 'content-length: 2', 'transfer-encoding: chunked']), '0\r\n\r\n'),
    answer('a length below nothing', head(line, [json, 'content-length: -1'])),
    answer('a length in words', head(line, [json, 'content-length: two']), '{}'),
    answer('another coding',
      head(line, [json, 'transfer-encoding: gzip, chunked']), '2\r\n{}\r\n0\r\n\r\n'),
    answer('gzip', head(line, [json, 'content-encoding: gzip', `content-length: ${gone.length}`]), gone),
    answer('no UTF-8', head(line, [json, 'content-length: 9']), bytes('{"a":"', [0xff], '"}')),
    answer('two requests at once', `${lasting(head(line, [json, 'content-length: 2']))}{}${head(line)}`),
    answer('a request and no words', lasting(head(line)), bytes([0, 1, 2, 3])),
    stops('pieces that stop', chunked, '5\r\n{"a'), stops('pieces without end', chunked, '2\r\n{}\r\n'),
    stops('a body that stops', head(line, [json, 'content-length: 400']), '{"op_key":'),
    stops('a length without a body', head(line, [json, 'content-length: 9007199254740993'])),
    stops('half a header', head(line).slice(0, -10)), stops('half a line', 'GET /ap'), stops('silence', ''),
  ]
}

/** What one address is shot with over a real connection. */
export function wiresAt(
  endpoint: Endpoint, { cookie, known }: { cookie: string; known: (name: string) => string },
): Wire[] {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(known(name)))
  const line: Line = { method: endpoint.method, path, cookie }
  return [...ofLines(line), ...ofHeaders(line), ...ofBodies(line)]
}

/** Sends all at once, each over a connection of its own, and tells what was wrong with the answers. */
export async function shootWires(port: number, wires: readonly Wire[]): Promise<string[]> {
  const faults = await Promise.all(wires.map(async (wire) => {
    const heard = await converse(port, wire)
    return faultsWith(wire, heard).map((fault) => `${wire.name}: ${fault}\n${heard.text.slice(0, 400)}`)
  }))
  return faults.flat()
}

type Conversation = { text: string; how: 'ended' | 'left' | 'late' }

function faultsWith(wire: Wire, { text, how }: Conversation): string[] {
  if (how === 'late') return ['no answer came in time']
  if (text === '') return wire.ends === 'answer' ? ['the connection was closed without an answer'] : []
  const [first = '', ...rest] = text.split(/(?=HTTP\/1\.1 \d{3} )/)
  return [first, ...rest].filter((one) => !one.startsWith('HTTP/1.1 100')).flatMap((one) => {
    const heard = readAnswer(one, wire)
    return heard ? faultsOf(heard) : [`the answer is no HTTP: ${one.slice(0, 100)}`]
  })
}

function readAnswer(text: string, { pieces }: Wire): Heard | null {
  const [top = '', ...rest] = text.split('\r\n\r\n'), [first = '', ...lines] = top.split('\r\n')
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]
  if (status === undefined) return null
  const headers = Object.fromEntries(lines.map((line) => {
    const at = line.indexOf(':')
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
  }))
  const method = /^[A-Z-]+/.exec(pieces[0]?.toString('latin1') ?? '')?.[0] ?? ''
  return { status: Number(status), headers, text: bodyIn(rest.join('\r\n\r\n'), headers), method }
}

/** The body, put together where it came in pieces. */
function bodyIn(text: string, headers: Record<string, string>): string {
  if (headers['transfer-encoding'] !== 'chunked') return text
  const all = Buffer.from(text), parts: Buffer[] = []
  for (let at = 0; at < all.length;) {
    const end = all.indexOf('\r\n', at), size = Number.parseInt(all.subarray(at, end).toString(), 16)
    if (end < 0 || !(size > 0)) break
    parts.push(all.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return Buffer.concat(parts).toString()
}

async function converse(port: number, wire: Wire): Promise<Conversation> {
  const socket = connect(port, '127.0.0.1')
  const heard: Buffer[] = []
  return await new Promise<Conversation>((resolve) => {
    const end = (how: Conversation['how']): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text: Buffer.concat(heard).toString(), how })
    }
    const timer = setTimeout(end, wire.ends === 'stops' ? stopped_ms : patience_ms,
      wire.ends === 'stops' ? 'left' : 'late')
    // A connection that the server cuts off while we still write is an answer too.
    socket.on('data', (piece) => { heard.push(piece) }).on('error', () => { end('ended') })
      .on('close', () => { end('ended') }).on('connect', () => { void say(socket, wire) })
  })
}

async function say(socket: Socket, { pieces }: Wire): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return
    socket.write(piece)
    await new Promise((resolve) => { setImmediate(resolve) })
  }
}
