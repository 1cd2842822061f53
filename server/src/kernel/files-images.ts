import type * as Sharp from 'sharp'
import { Refusal, refuse } from './refusal.ts'

/**
 * Kinds of picture that are taken, by the bytes they begin with. What they are called elsewhere counts
 * nothing.
 */
const beginnings: Record<string, (bytes: Buffer) => boolean> = {
  'image/jpeg': (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  'image/png': (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  'image/webp': (bytes) =>
    bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP',
}
export const picture_types = Object.keys(beginnings)

/** Pictures are unpacked up to this size: a phone's largest photo, and no bomb of a few KB. */
const pixels_max = 64_000_000
const side_px = 640
const at_once = 2, waiting_max = 20

/**
 * A picture as it is kept and shown: WebP of at most 640 pixels a side, turned upright, made anew from the
 * pixels alone, so that nothing else of what was uploaded (place, camera, comments, code) is in it.
 * Refuses `picture_unreadable`, `picture_too_large` and `busy_try_again`.
 */
export async function remakePicture(bytes: Buffer, told_type: string): Promise<Buffer> {
  if (beginnings[told_type]?.(bytes) !== true) refuse('picture_unreadable')
  return await inTurn(async () => {
    const sharp = await loadSharp()
    const options = { failOn: 'error', limitInputPixels: pixels_max } as const
    const claimed = sharp(bytes, { ...options, limitInputPixels: false })
    const { width, height } = await claimed.metadata().catch(unreadable)
    if (width * height > pixels_max) refuse('picture_too_large', { limit: pixels_max / 1_000_000 })
    return await sharp(bytes, options).autoOrient()
      .resize(side_px, side_px, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 }).timeout({ seconds: 20 }).toBuffer().catch(unreadable)
  })
}

const unreadable = (cause: unknown): never => {
  throw Object.assign(new Refusal('picture_unreadable'), { cause })
}

let loaded: Promise<typeof Sharp.default> | undefined

/**
 * Loaded at the first picture, because a start needs none. Of all that the library can read only the three
 * kinds are left open: it would also follow an SVG's links and run a PDF.
 */
function loadSharp(): Promise<typeof Sharp.default> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({
      operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
    })
    sharp.cache(false)
    sharp.concurrency(1)
    return sharp
  })
  return loaded
}

let working = 0
const waiting: (() => void)[] = []

/** Two pictures at a time: unpacked they are large, and tills want the processor too. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (working >= at_once) {
    if (waiting.length >= waiting_max) refuse('busy_try_again')
    await new Promise<void>((resolve) => { waiting.push(resolve) })
  } else working += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else working -= 1
  }
}
