import { Readable } from 'node:stream'
import type { Input, Reply } from '#contract/endpoint.ts'
import { pictureUpload } from '#contract/pictures.ts'
import type * as contract from '#contract/pictures.ts'
import { inChain } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { remakePicture } from '#kernel/files-images.ts'
import type { FileStore } from '#kernel/files.ts'
import { fetchOutside } from '#kernel/outbound.ts'
import { Outgoing } from '#kernel/outgoing.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import { asSku, liveArticle, tellOfChange } from './article.ts'
import * as pictures from './store-pictures.ts'
import * as store from './store.ts'

/** What pictures need beside a transaction: they are made and fetched outside of any. */
export type PictureDesk = { db: Db; files: FileStore; fetch?: typeof fetchOutside }

/** Long enough for a slow site, and shorter than a person waits. */
const fetch_most_ms = 12_000

/** Gives an article the picture that was sent, made anew. The same picture again changes nothing. */
export async function putPicture(
  desk: PictureDesk, who: Who, { sku_id, file, file_type }: Input<typeof contract.putPicture>,
): Promise<Reply<typeof contract.putPicture>> {
  await refuseMissing(desk, who, sku_id)
  return await hang(desk, who, { sku_id, type: file_type, bytes: Buffer.from(file) })
}

/** The same with what is at an address: the one way out decides where that may be. */
export async function fetchPicture(
  desk: PictureDesk, who: Who, { sku_id, address }: Input<typeof contract.fetchPicture>,
): Promise<Reply<typeof contract.fetchPicture>> {
  await refuseMissing(desk, who, sku_id)
  const { types, most_kb } = pictureUpload
  const fetched = await (desk.fetch ?? fetchOutside)(address, { types, most_kb, most_ms: fetch_most_ms })
  return await hang(desk, who, { sku_id, ...fetched })
}

/** Nothing is unpacked or fetched for an article that is not there to show it. */
async function refuseMissing({ db }: PictureDesk, { chain_id }: Who, sku_id: string): Promise<void> {
  await inChain(db, chain_id, (tx) => liveArticle(tx, chain_id, sku_id))
}

type Hanging = { sku_id: string; type: string; bytes: Buffer }

/** The file is on the disk before a row names it: what a crash leaves behind is a file that nobody shows. */
async function hang({ db, files }: PictureDesk, who: Who, { sku_id, type, bytes }: Hanging) {
  const picture = await files.keep(await remakePicture(bytes, type))
  return await inChain(db, who.chain_id, (tx) => show(tx, who, { sku_id, picture }))
}

/** Takes an article's picture away; where there is none nothing changes. */
export async function removePicture(
  tx: Tx, who: Who, { sku_id }: Input<typeof contract.removePicture>,
): Promise<Reply<typeof contract.removePicture>> {
  return await show(tx, who, { sku_id, picture: null })
}

async function show(tx: Tx, who: Who, { sku_id, picture }: { sku_id: string; picture: string | null }) {
  await store.lockNumbers(tx, who.chain_id)
  const article = await liveArticle(tx, who.chain_id, sku_id)
  if (article.picture !== picture) {
    await pictures.setPicture(tx, who.chain_id, { sku_id, picture })
    await tellOfChange(tx, who, {
      verb: 'goods.picture', sku_id, detail: { before: article.picture, after: picture },
    })
  }
  return await asSku(tx, who.chain_id, { ...article, picture })
}

/**
 * The bytes of a picture that the chain's goods show. One that they do not is not there, whoever else keeps
 * it.
 */
export async function readPicture(
  { db, files }: PictureDesk, { chain_id }: Who, { picture }: Input<typeof contract.readPicture>,
): Promise<Outgoing> {
  const shown = await inChain(db, chain_id, (tx) => pictures.isShown(tx, chain_id, picture))
  const bytes = shown ? await files.read(picture) : null
  if (bytes === null) refuse('not_found')
  // A name says what the bytes are, so a browser may keep them for good; for this person alone, though.
  return new Outgoing(Readable.from([bytes]), {
    'content-type': 'image/webp', 'content-length': String(bytes.length),
    'content-disposition': `inline; filename="${picture.slice(0, 12)}.webp"`,
    'cache-control': 'private, max-age=31536000, immutable',
  })
}
