import type { Endpoint } from './endpoint.ts'
import { fileName, id } from './fields.ts'
import { sku } from './goods.ts'
import * as z from 'zod/mini'

/** Where a picture is: an address that a browser asks with its session, like any other of ours. */
export const pictureAddress = (picture: string): string => `/api/pictures/${picture}`

/** What is taken, and how much of it: a phone's photo as it comes. What is kept is a small WebP. */
export const pictureUpload = { types: ['image/jpeg', 'image/png', 'image/webp'], most_kb: 12_288 }

export const readPicture = {
  method: 'GET', path: '/api/pictures/:picture', summary: 'A picture that goods of the chain show, as WebP',
  need: 'goods.read', scope: 'chain', feature: null, sends: 'file',
  params: z.object({ picture: fileName }), reply: z.object({}),
} satisfies Endpoint

const ofGoods = { need: 'goods.edit', scope: 'chain', feature: null, reply: sku } as const

export const putPicture = {
  ...ofGoods, method: 'PUT', path: '/api/goods/:sku_id/picture',
  summary: 'Give an article a picture: the body is a JPEG, PNG or WebP', params: z.object({ sku_id: id }),
  upload: pictureUpload, pace: 'costly',
} satisfies Endpoint

export const fetchPicture = {
  ...ofGoods, method: 'POST', path: '/api/goods/:sku_id/picture',
  summary: 'Give an article the picture that is at an address of the open internet',
  params: z.object({ sku_id: id }), pace: 'costly',
  body: z.object({ address: z.string().check(z.trim(), z.minLength(1), z.maxLength(2_000)) }),
} satisfies Endpoint

export const removePicture = {
  ...ofGoods, method: 'DELETE', path: '/api/goods/:sku_id/picture',
  summary: 'Take an article\'s picture away',
  params: z.object({ sku_id: id }),
} satisfies Endpoint
