import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '#contract/endpoint.ts'
import type { Heads } from '#kernel/audit-heads.ts'
import { openFolder } from '#kernel/files.ts'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Route } from '#kernel/route.ts'
import { openDb } from '#kernel/db.ts'
import type { House, LogOptions } from '../src/http/house.ts'
import { openGround } from '../src/http/house.ts'
import { allRoutes } from '../src/http/routes.ts'
import { buildServer } from '../src/http/server.ts'
import type { World } from './world.ts'
import { password, phoneOf } from './world.ts'
import type { PersonName } from './world.ts'

export type Served = { app: FastifyInstance; house: House; close: () => Promise<void> }
type Options = {
  routes?: readonly Route[]; log?: LogOptions; web_dir?: string; requests_a_minute?: number
  heads?: Heads; wake?: (chain_id: string) => void; paces?: House['paces']; home_dir?: string
}

/** A server over a world, asked through `inject`: everything of the protocol without a port. */
export async function serveWorld(
  world: Pick<World, 'db' | 'master'>, app_url: string, options: Options = {},
): Promise<Served> {
  const lane_db = openDb(app_url, { max: 2, prepared: true, name: 'shuke test lane' })
  const folder = join(tmpdir(), `shuke-files-${randomUUID()}`)
  const ground = openGround({
    db: world.db, lane_db, files: openFolder(folder), master: world.master,
    home_dir: options.home_dir ?? null, heads: options.heads ?? null, wake: options.wake ?? (() => undefined),
  })
  const house: House = {
    ...ground, routes: options.routes ?? allRoutes(ground), check_replies: true,
    web_dir: options.web_dir ?? null, requests_a_minute: options.requests_a_minute ?? 100_000,
    log: options.log ?? { level: 'silent' }, ...options.paces ? { paces: options.paces } : {},
  }
  const app = await buildServer(house)
  return {
    app, house, close: async () => {
      await app.close()
      await lane_db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Asking = { cookie?: string; headers?: Record<string, string>; remoteAddress?: string }

/** Asks an endpoint as a screen would: params into the path, the rest into query or body. */
export async function ask(
  app: FastifyInstance, endpoint: Endpoint, request: Record<string, unknown> & { as?: Asking } = {},
): Promise<LightMyRequestResponse> {
  const { as = {}, ...rest } = request
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return encodeURIComponent(value)
  })
  const reads = endpoint.method === 'GET'
  const { file = '', file_type = 'image/png' } = rest
  const options: InjectOptions = {
    method: endpoint.method, url: path, remoteAddress: as.remoteAddress ?? '127.0.0.1',
    headers: {
      'x-shuke': 'test', ...as.cookie ? { cookie: as.cookie } : {},
      ...endpoint.upload ? { 'content-type': String(file_type) } : {}, ...as.headers,
    },
    ...reads ? { query: rest as Record<string, string> }
      : endpoint.upload ? { payload: file as Buffer } : endpoint.body ? { payload: rest } : {},
  }
  return await app.inject(options)
}

/** Signs a person of the world in and hands back the cookie header. */
export async function signInAs(
  app: FastifyInstance, world: World, as: PersonName | Asking & { name: PersonName },
): Promise<string> {
  const { name, ...from }: Asking & { name: PersonName } = typeof as === 'string' ? { name: as } : as
  const response = await app.inject({
    method: 'POST', url: '/api/session', remoteAddress: from.remoteAddress ?? '127.0.0.1',
    headers: { 'x-shuke': 'test', ...from.headers },
    payload: { chain_code: world.code, phone: phoneOf(name), password },
  })
  const cookie = response.cookies[0]
  if (!cookie) throw new Error(`${name} could not sign in: ${response.body}`)
  return `${cookie.name}=${cookie.value}`
}
