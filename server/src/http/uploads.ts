import type { Endpoint } from '#contract/endpoint.ts'
import { refuse } from '#kernel/refusal.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Makes the routes of `add` take files: the body is read as it is, whatever it calls itself, up to the limit
 * of its route. Only these routes do, so that nobody makes the others keep megabytes.
 */
export async function takeFiles(app: FastifyInstance, add: (scope: FastifyInstance) => void): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => { done(null, body) })
    add(scope)
  })
}

/** The file of a request, as the verb takes it. Refuses `upload_other_type` by the types that are taken. */
export function fileIn(
  { upload }: Endpoint, { body, headers }: FastifyRequest,
): Record<string, unknown> {
  if (!upload) return {}
  const file_type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (!Buffer.isBuffer(body) || body.length === 0 || !upload.types.includes(file_type))
    refuse('upload_other_type', { types: upload.types.join(', ') })
  return { file: body, file_type }
}
