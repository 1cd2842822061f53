import { gzipSync } from 'node:zlib'
import type { File } from './fuzz-pool.ts'
import { attacks, nested, oddTexts } from './fuzz-texts.ts'

/** A request as it is sent. The body is text as JSON mostly, and bytes where a twist says so. */
export type Sent = {
  method: string; url: string; headers: Record<string, string>; payload: string | Buffer | null
  address: string
}
/** What is done to a request as a whole, beside its input. */
export type Twist = { name: string; on: (sent: Sent) => Sent }

const headers = (name: string, added: Record<string, string>): Twist =>
  ({ name, on: (sent) => ({ ...sent, headers: { ...sent.headers, ...added } }) })
const body = (name: string, make: (text: string) => string | Buffer, type?: string): Twist => ({
  name, on: (sent) => ({
    ...sent, payload: make(typeof sent.payload === 'string' ? sent.payload : '{}'),
    headers: { ...sent.headers, 'content-type': type ?? 'application/json' },
  }),
})
const url = (name: string, make: (path: string, query: string) => string): Twist => ({
  name, on: (sent) => {
    const [path = '', query = ''] = sent.url.split('?')
    return { ...sent, url: make(path, query) }
  },
})
const method = (name: string): Twist =>
  ({ name: `method ${name}`, on: (sent) => ({ ...sent, method: name }) })

/** Header values of what a line of HTTP can carry. */
const asHeader = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- these are the bytes that no header line holds
  Buffer.from(text).toString('latin1').replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '.')
const butLast = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)
const multipart = (text: string): string => [
  '--b', 'Content-Disposition: form-data; name="a"; filename="../../x.png"', 'Content-Type: image/png', '',
  text, '--b', 'Content-Disposition: form-data; name="__proto__"', '', 'x', '--b--', '',
].join('\r\n')
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9'
  + 'awAAAABJRU5ErkJggg==', 'base64')

/** A picture's head that promises far more than any memory holds. */
const bomb = Buffer.from(png)
bomb.writeUInt32BE(60_000, 16)
bomb.writeUInt32BE(60_000, 20)
const file = (name: string, type: string, bytes: Buffer | string): File =>
  ({ name, type, bytes: Buffer.from(bytes) })

/** Files as people and attackers hand them over, each under several names of types. */
export const files: readonly File[] = [
  file('a picture', 'image/png', png), file('a picture called jpeg', 'image/jpeg', png),
  file('half a picture', 'image/png', png.subarray(0, 40)), file('a bomb', 'image/png', bomb),
  file('nothing', 'image/png', ''), file('a page', 'image/png', '<html><script>alert(1)</script></html>'),
  file('a drawing', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9e9" height="9e9"/>'),
  file('a drawing called png', 'image/png', '<svg><image href="file:///etc/passwd"/></svg>'),
  file('a picture and a page', 'image/png', Buffer.concat([png, Buffer.from('<script>alert(1)</script>')])),
  file('noise', 'image/webp', Buffer.from(Array.from({ length: 4_000 }, (_, at) => at * 7 % 256))),
  file('a moving picture', 'image/gif', 'GIF89a\u0001\u0000\u0001\u0000\u0080\u0000\u0000'),
  file('a jpeg head', 'image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])),
  file('a zip', 'image/png', Buffer.from('504b0304', 'hex')),
  file('a program', 'image/png', '\u007fELF\u0002'),
  file('far too much', 'image/png', Buffer.alloc(12 * 2 ** 20, 1)), file('no type', '', png),
  file('an odd type', 'image/png; charset="', png), file('JSON', 'application/json', '{"file":"x"}'),
]

const ofHeaders: readonly Twist[] = [
  ...['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16',
    'application/json;', 'application/json; charset="', 'application/vnd.api+json', 'multipart/form-data',
    'a/b', '', ';;', 'x'.repeat(9_000),
  ].map((type) => headers(`content type ${type.slice(0, 40)}`, { 'content-type': type })),
  ...['gzip', 'br', 'deflate', 'nonsense'].map((coding) =>
    headers(`content encoding ${coding} unkept`, { 'content-encoding': coding })),
  ...[...attacks.slice(0, 60), ...oddTexts.slice(1, 24)].map(asHeader).flatMap((text) => [
    headers(`user agent ${text}`, { 'user-agent': text }),
    headers(`forwarded for ${text}`, { 'x-forwarded-for': text }),
    headers(`language ${text}`, { 'accept-language': text }), headers(`cookie ${text}`, { cookie: text }),
  ]),
  headers('a long user agent', { 'user-agent': 'a'.repeat(12_000) }),
  headers('a long language', { 'accept-language': 'zz,'.repeat(4_000) }),
  headers('a forged session', { cookie: 'shuke_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
  headers('a broken session', { cookie: 'shuke_session=%zz; shuke_session=%00' }),
  headers('a long session', { cookie: `shuke_session=${'a'.repeat(9_000)}` }),
  headers('many cookies', { cookie: Array.from({ length: 800 }, (_, at) => `c${at}=1`).join('; ') }),
  headers('no cookie name', { cookie: '=;;=;__proto__=1;constructor=2' }),
  headers('a chain of proxies', { 'x-forwarded-for': Array(500).fill('127.0.0.1').join(',') }),
  headers('another host', {
    'host': 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https',
  }),
  headers('another site', { 'origin': 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
  headers('another method by header', { 'x-http-method-override': 'DELETE', 'x-method-override': 'PUT' }),
  headers('ranges', { 'range': 'bytes=0-,9-1,a-b', 'if-none-match': '*', 'if-modified-since': 'never' }),
  headers('no acceptable type', { 'accept': 'image/webp', 'accept-encoding': 'identity;q=0, *;q=0' }),
  headers('names of objects', { '__proto__': 'x', 'constructor': 'x', 'tostring': 'x' }),
  { name: 'without our header', on: (sent) => {
    const { 'x-shuke': _, ...others } = sent.headers
    return { ...sent, headers: others }
  } },
]

const ofBodies: readonly Twist[] = [
  body('cut off', (text) => text.slice(0, -1)), body('trailing words', (text) => `${text} x`),
  body('twice', (text) => text + text), body('byte order mark', (text) => `\ufeff${text}`),
  body('as utf-16', (text) => Buffer.from(text, 'utf16le')),
  body('a zero at the end', (text) => `${text}\u0000`),
  body('no utf-8', (text) =>
    Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe, 0x7d])])),
  body('overlong utf-8', (text) => Buffer.from(text.replace(/[a-z]/, '\u00c0\u00af'), 'latin1')),
  body('gzip', (text) => gzipSync(text)), body('empty', () => ''), body('blanks', () => ' '.repeat(400_000)),
  ...['[]', 'null', 'true', '0', '"a"', '[null]', '[{}]', '{}', '{"":{}}', '--', '<xml/>', 'a=1']
    .map((text) => body(`body ${text}`, () => text)),
  body('too large', (text) => `${text.slice(0, -1)},"x":"${'x'.repeat(600_000)}"}`),
  body('100,000 fields', (text) => `${text.slice(0, -1)},${Array.from({ length: 40_000 }, (_, at) =>
    `"f${at}":1`).join(',')}}`),
  body('deep', () => nested(120_000, ['{"a":', '1', '}'])),
  body('a deep list', () => nested(250_000, ['[', '', ']'])),
  body('a form with a file', multipart, 'multipart/form-data; boundary=b'),
  body('a form cut off', (text) => multipart(text).slice(0, -20), 'multipart/form-data; boundary=b'),
  body('a form without end', (text) => multipart(text), 'multipart/form-data; boundary=other'),
  body('a picture', () => png, 'image/png'), body('half a picture', () => png.subarray(0, 40), 'image/png'),
  body('a picture with a page in it',
    () => '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'image/svg+xml'),
  body('bytes', () => Buffer.from(Array.from({ length: 3_000 }, (_, at) => at % 256)),
    'application/octet-stream'),
]

const ofUrls: readonly Twist[] = [
  url('a slash at the end', (path, query) => `${path}/?${query}`),
  url('bad percent', (path) => `${path}?a=%zz&%=%`),
  url('no utf-8 in the query', (path) => `${path}?search=%ff%fe&find=%c0%af&store_id=%ed%a0%80`),
  url('brackets', (path) => `${path}?store_id[]=1&limit[a]=2&__proto__[x]=1&constructor=1`),
  url('the same name twice', (path, query) => `${path}?${query}&${query}`),
  url('many names', (path, query) =>
    `${path}?${query}&${Array.from({ length: 3_000 }, (_, at) => `p${at}=1`).join('&')}`),
  url('a long value', (path, query) => `${path}?${query}&search=${'x'.repeat(60_000)}`),
  url('empty names', (path) => `${path}?&&=&=1&a&;b`),
  url('two question marks', (path, query) => `${path}??${query}`),
  url('capitals', (path) => path.toUpperCase()), url('two slashes', (path) => path.replaceAll('/', '//')),
  url('dots', (path) => `${path}/../${path.split('/').at(-1)}/.`),
  url('a part too many', (path) => `${path}/extra`),
  url('encoded twice', (path, query) => `${path.replaceAll('%', '%25')}?${query}`),
  ...['%00', '%ff', '%c0%ae%c0%ae', '%', '%2', '%zz', '%2e%2e%2f', '%252e%252e%252f', '..;',
    '%0d%0ax-injected:1', ' ',
    '\u202e', '%ed%a0%80', 'x'.repeat(300), 'x'.repeat(190), '*', ':sku_id', 'undefined', '__proto__',
  ].map((last) => url(`last part ${last.slice(0, 30)}`, (path, query) => `${butLast(path)}${last}?${query}`)),
]

const ofMethods: readonly Twist[] =
  ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'PATCH', 'DELETE', 'POST', 'PROPFIND', 'SEARCH'].map(method)

/** Every way of sending a request other than we do, by the part of it that is other. */
export const twists: readonly (readonly Twist[])[] = [ofHeaders, ofBodies, ofUrls, ofMethods]
