import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certified } from '#kernel/certificates.ts'
import type { FastifyInstance } from 'fastify'

export type SecureDoor = {
  port: number
  /** New connections are made with this certificate; those that are open go on. */
  renew: (certified: Certified) => void
  server: Server
}

/** Opens the same server over https: the routes of `app`, which listens already, behind another door. */
export async function openSecurely(
  app: FastifyInstance, certified: Certified, at: { host: string; port: number },
): Promise<SecureDoor> {
  const { requestTimeout, keepAliveTimeout, headersTimeout } = app.server
  const server = createServer(
    { ...pairOf(certified), requestTimeout, keepAliveTimeout, headersTimeout },
    (request, response) => { app.routing(request, response) },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(at.port, at.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port, server,
    renew: (renewed) => { server.setSecureContext(pairOf(renewed)) },
  }
}

const pairOf = ({ certificate, key }: Certified) =>
  ({ cert: certificate, key, minVersion: 'TLSv1.2' as const })
