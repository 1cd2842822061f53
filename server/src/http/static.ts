import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '#kernel/refusal.ts'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const apps = ['till', 'admin', 'setup'] as const

/** Built files carry a digest of their content in their names, so that a browser may keep them for ever. */
const isHashed = (path: string): boolean => /[\\/]assets[\\/][^\\/]+-[\w-]{8,}\.\w+$/.test(path)

/**
 * Serves the screens of `web_dir`: the till under /till/, the console under /admin/, the setup under /setup/;
 * `leadsTo` says where / leads. An address inside an app is the app's own: it answers with the app's page.
 * Everything else is `not_found`.
 */
export async function serveScreens(
  app: FastifyInstance, web_dir: string | null, leadsTo: () => Promise<string>,
): Promise<void> {
  const built = web_dir !== null && existsSync(web_dir)
  if (built) {
    await app.register(fastifyStatic, {
      root: web_dir, index: ['index.html'], redirect: true, cacheControl: false,
      setHeaders: (reply, path) => {
        void reply.header(
          'cache-control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
    app.get('/', async (_, reply) => await reply.redirect(await leadsTo()))
  }
  app.setNotFoundHandler(async (request, reply): Promise<FastifyReply> => {
    const [path = ''] = request.url.split('?')
    const name = apps.find((one) => path.startsWith(`/${one}/`))
    const isPage = request.method === 'GET' && name !== undefined && !/\.\w+$/.test(path)
    if (!built || !isPage || !existsSync(join(web_dir, name, 'index.html'))) refuse('not_found')
    return await reply.sendFile(`${name}/index.html`)
  })
}
