import { Refusal } from './refusal.ts'

/** What an XML reader calls. Names come without their prefix; `source` is the raw text of the attributes. */
export type XmlEvents = {
  open: (name: string, source: string) => void
  close: (name: string) => void
  text: (text: string) => void
}

const markup_most = 1024 * 1024
const broken = (): never => { throw new Refusal('file_unreadable', { why: 'xml' }) }

/**
 * Reads XML as it arrives. Made for the parts of a workbook: no document type (so no entities that grow), no
 * namespaces beyond dropping prefixes, and text only between tags. Throws `file_unreadable` for anything
 * else.
 */
export async function readXml(pieces: AsyncIterable<Uint8Array>, events: XmlEvents): Promise<void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let rest = ''
  let depth = 0
  const count = { ...events,
    open: (name: string, source: string) => { depth += 1; events.open(name, source) },
    close: (name: string) => { depth -= 1; events.close(name) },
  }
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(xmlEncoding(piece))
    rest = consume(rest + decoder.decode(piece, { stream: true }), count)
    if (rest.length > markup_most) broken()
  }
  rest = consume(rest + (decoder?.decode() ?? ''), count)
  if (rest.trim() !== '' || depth !== 0) broken()
}

function xmlEncoding(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  return first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** Handles every complete piece of markup and returns what is still incomplete. */
function consume(xml: string, events: XmlEvents): string {
  let at = 0
  for (;;) {
    const start = xml.indexOf('<', at)
    if (start < 0) return xml.slice(at)
    const end = markupEnd(xml, start)
    if (end < 0) return xml.slice(at)
    if (start > at) events.text(decodeEntities(xml.slice(at, start)))
    takeMarkup(xml.slice(start, end), events)
    at = end
  }
}

/** The index behind the markup that starts at `start`, or -1 where its end has not arrived yet. */
function markupEnd(xml: string, start: number): number {
  const until = (mark: string) => {
    const found = xml.indexOf(mark, start)
    return found < 0 ? -1 : found + mark.length
  }
  if (xml.startsWith('<!', start)) {
    if (xml.length < start + 9) return -1
    if (xml.startsWith('<!--', start)) return until('-->')
    return xml.startsWith('<![CDATA[', start) ? until(']]>') : broken()
  }
  if (xml.startsWith('<?', start)) return until('?>')
  return tagEnd(xml, start)
}

/** A ">" is lawful inside a quoted value, so the tag ends at the first one outside quotes. */
function tagEnd(xml: string, start: number): number {
  let quote = 0
  for (let at = start; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 62) return at + 1
    else if (code === 34 || code === 39) quote = code
  }
  return -1
}

function takeMarkup(markup: string, events: XmlEvents): void {
  const second = markup.charCodeAt(1)
  if (second === 33) {
    if (markup.startsWith('<![CDATA[')) events.text(markup.slice(9, -3))
    return
  }
  if (second === 63) return
  if (second === 47) {
    events.close(localName(markup.slice(2, -1).trimEnd()))
    return
  }
  const selfClosing = markup.endsWith('/>')
  const body = markup.slice(1, selfClosing ? -2 : -1)
  const space = body.search(/\s/)
  const name = localName(space < 0 ? body : body.slice(0, space))
  events.open(name, space < 0 ? '' : body.slice(space))
  if (selfClosing) events.close(name)
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** The attributes of a tag under their names without prefix, entities decoded. */
export function attributesOf(source: string): Record<string, string | undefined> {
  const attributes: Record<string, string | undefined> = Object.create(null)
  for (let at = 0; ;) {
    const equals = source.indexOf('=', at)
    if (equals < 0) return attributes
    let open = equals + 1
    while (open < source.length && source[open] !== '"' && source[open] !== "'") open += 1
    const close = source.indexOf(source[open] ?? '"', open + 1)
    if (close < 0) broken()
    const name = source.slice(at, equals).trim()
    if (!name.startsWith('xmlns')) attributes[localName(name)] = decodeEntities(source.slice(open + 1, close))
    at = close + 1
  }
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity] ?? whole
    const code = Number(entity.replace(/^#x/i, '0x').replace('#', ''))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
