import { crc32, deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import sharp from 'sharp'
import { picture_types, remakePicture } from './files-images.ts'
import { Refusal } from './refusal.ts'

const plain = () =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: { r: 200, g: 80, b: 20 } } })
const jpeg = await plain().jpeg().toBuffer()
const png = await plain().png().toBuffer()
const webp = await plain().webp().toBuffer()

const remade = async (bytes: Buffer, type: string) =>
  await remakePicture(bytes, type).catch((error: unknown) => {
    if (error instanceof Refusal) return error.code
    throw error as Error
  })

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const size = Buffer.alloc(4), sum = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}

/** A PNG of so many pixels, all black: some KB however large it claims to be. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(Math.min(height, 2_000) * (1 + Math.ceil(width / 8))))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('every picture becomes a WebP of at most 640 pixels a side, never what was sent', async () => {
  for (const [type, bytes] of [['image/jpeg', jpeg], ['image/png', png], ['image/webp', webp]] as const) {
    const made = await remade(bytes, type)
    const { format, width, height } = await sharp(made as Buffer).metadata()
    expect([type, format, width, height]).toEqual([type, 'webp', 640, 427])
    expect((made as Buffer).equals(bytes)).toBe(false)
  }
  expect(picture_types).toEqual(['image/jpeg', 'image/png', 'image/webp'])
})

test('a small picture is not blown up, and glass stays transparent', async () => {
  const glass = sharp({ create: { width: 40, height: 30, channels: 4, background: '#0000' } })
  const small = await glass.png().toBuffer()
  const { width, height, hasAlpha } = await sharp(await remakePicture(small, 'image/png')).metadata()
  expect([width, height, hasAlpha]).toEqual([40, 30, true])
})

test('where and with what it was taken is not in it, and it stands upright', async () => {
  const told = await plain().withExif({
    IFD0: { Make: 'PhoneMaker', ImageDescription: '<script>alert(1)</script>' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1', GPSLongitude: '121/1 28/1 0/1' },
  }).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(told.includes('PhoneMaker')).toBe(true)
  expect((await sharp(told).metadata()).exif!.length).toBeGreaterThan(100)
  const made = await remakePicture(told, 'image/jpeg')
  const { exif, xmp, iptc, icc, orientation, width, height } = await sharp(made).metadata()
  expect({ exif, xmp, iptc, icc, orientation }).toEqual({})
  expect([width, height]).toEqual([427, 640])
  for (const word of ['PhoneMaker', 'script', 'GPS', 'EXIF', 'Exif'])
    expect.soft([word, made.includes(word)]).toEqual([word, false])
})

test('a page or a program hidden in a picture does not survive', async () => {
  const hidden = '<html><script>alert(document.cookie)</script><?php system($_GET["c"]); ?>'
  const text = chunk('tEXt', Buffer.from(`Comment\0${hidden}`, 'latin1'))
  const cases: [string, Buffer][] = [
    ['image/jpeg', Buffer.concat([jpeg, Buffer.from(hidden)])],
    ['image/jpeg', Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, hidden.length + 2]),
      Buffer.from(hidden),
      jpeg.subarray(2)])],
    ['image/png', Buffer.concat([png.subarray(0, 33), text, png.subarray(33), Buffer.from(hidden)])],
  ]
  for (const [type, bytes] of cases) {
    const made = await remade(bytes, type)
    expect(Buffer.isBuffer(made)).toBe(true)
    expect([(made as Buffer).includes('script'), (made as Buffer).includes('php')]).toEqual([false, false])
  }
})

test('what is no JPEG, PNG or WebP is refused, whatever it calls itself', async () => {
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>')
  const gif = await plain().gif().toBuffer(), tiff = await plain().tiff().toBuffer()
  const avif = await plain().resize(16).avif().toBuffer()
  const script = Buffer.from('GIF89a/*'.padEnd(40, '\0') + '*/=1;alert(1)')
  const page = Buffer.concat([Buffer.from('<html><body><!--'), jpeg])
  const archive = Buffer.concat([Buffer.from('PK\x03\x04'), jpeg])
  const empty = Buffer.alloc(0), text = Buffer.from('x')
  const bodies = { svg, gif, tiff, avif, script, page, archive, empty, text }
  for (const [what, bytes] of Object.entries(bodies))
    for (const type of [...picture_types, 'image/svg+xml', 'image/gif', 'text/html', ''])
      expect.soft([what, type, await remade(bytes, type)]).toEqual([what, type, 'picture_unreadable'])
  // A real picture under another's name is a lie, and not worth finding out about.
  expect(await remade(jpeg, 'image/png')).toBe('picture_unreadable')
  expect(await remade(jpeg, 'constructor')).toBe('picture_unreadable')
})

test('a picture that is cut off or rotten inside is refused, never half shown', async () => {
  expect(await remade(jpeg.subarray(0, 600), 'image/jpeg')).toBe('picture_unreadable')
  expect(await remade(png.subarray(0, 200), 'image/png')).toBe('picture_unreadable')
  expect(await remade(jpeg.subarray(0, 3), 'image/jpeg')).toBe('picture_unreadable')
  const rotten = Buffer.from(png)
  rotten.fill(0x55, 60, 400)
  expect(await remade(rotten, 'image/png')).toBe('picture_unreadable')
})

test('a bomb is refused by the size it claims, before it is unpacked', async () => {
  const from = performance.now()
  const bomb = pngOf(60_000, 60_000)
  expect(bomb.length).toBeLessThan(100_000)
  expect(await remade(bomb, 'image/png')).toBe('picture_too_large')
  expect(await remade(pngOf(8_001, 8_000), 'image/png')).toBe('picture_too_large')
  expect(performance.now() - from).toBeLessThan(8_000)
  expect(Buffer.isBuffer(await remade(pngOf(4_000, 2_000), 'image/png'))).toBe(true)
})

test('twenty-two may come at once; who comes after them is asked to wait, nobody is forgotten', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => remade(jpeg, 'image/jpeg')))
  expect(answers.filter((answer) => answer === 'busy_try_again')).toHaveLength(8)
  expect(answers.filter((answer) => Buffer.isBuffer(answer))).toHaveLength(22)
  expect(Buffer.isBuffer(await remade(jpeg, 'image/jpeg'))).toBe(true)
})
