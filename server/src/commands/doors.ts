import { networkInterfaces } from 'node:os'
import { renewCertificate } from '#kernel/certificates-kept.ts'
import type { ServerCertificate } from '#kernel/certificates-kept.ts'
import { homeOf } from '#kernel/embedded-place.ts'
import { Failure } from '#kernel/failure.ts'
import type { FastifyInstance } from 'fastify'
import { openSecurely } from '../http/secure.ts'
import type { SecureDoor } from '../http/secure.ts'
import type { Environment } from './command.ts'

type Say = (line: string) => void
export type Doors = { address: string; secure_address: string | null; close: () => Promise<void> }

/** How long a request under way may still take once the server is told to stop. */
const drain_ms = 10_000
/** How often it is looked whether the certificate runs out or the machine has moved. */
const look_ms = 6 * 60 * 60 * 1_000

/** Opens the server over http and, where there is a certificate, over https beside it; says where. */
export async function openDoors(app: FastifyInstance, environment: Environment, say: Say): Promise<Doors> {
  const { port, host } = environment
  const home_dir = homeOf(environment.data_dir)
  const address = await sentenced({ port, host, name: 'PORT' }, () => app.listen({ port, host }))
  const kept = renewCertificate(home_dir, new Date())
  const secure = kept === null || environment.https_port === undefined ? null
    : await openSecure(app, kept, { host, port: environment.https_port })
  const timer = secure && setInterval(() => { renew(secure, home_dir) }, look_ms).unref()
  tellAddresses(environment, { address, secure, kept }, say)
  return {
    address, secure_address: secure && `https://localhost:${secure.port}`,
    async close() {
      if (timer) clearInterval(timer)
      await closeDoors(app, secure)
    },
  }
}

async function openSecure(
  app: FastifyInstance, kept: ServerCertificate, at: { host: string; port: number },
): Promise<SecureDoor> {
  return await sentenced({ ...at, name: 'HTTPS_PORT' }, () => openSecurely(app, kept, at))
}

/** A certificate that cannot be renewed is good for 30 days still: a full disk must not end the day. */
function renew(secure: SecureDoor, home_dir: string): void {
  try {
    const renewed = renewCertificate(home_dir, new Date())
    if (renewed) secure.renew(renewed)
  } catch (error) {
    process.stderr.write(`The certificate was not renewed: ${String(error)}\n`)
  }
}

async function sentenced<Result>(
  { port, host, name }: { port: number; host: string; name: string }, open: () => Promise<Result>,
): Promise<Result> {
  try {
    return await open()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const sentences: Record<string, string> = {
      EADDRINUSE:
        `Port ${port} on ${host} is taken: stop the program that uses it, or name another in ${name}.`,
      EACCES:
        `Port ${port} on ${host} needs more rights than this account has: name one above 1023 in ${name}.`,
      EADDRNOTAVAIL: `This machine has no address ${host}: name one of its own in HOST.`,
      ENOTFOUND: `The name ${host} is no address: name one of this machine's own in HOST.`,
    }
    throw sentences[code] === undefined ? error : new Failure(sentences[code])
  }
}

/** Takes no new request, lets those under way end, and after ten seconds ends them. */
async function closeDoors(app: FastifyInstance, secure: SecureDoor | null): Promise<void> {
  const servers = [app.server, ...secure ? [secure.server] : []]
  const timer = setTimeout(() => { for (const server of servers) server.closeAllConnections() }, drain_ms)
  try {
    const closed = secure && new Promise((resolve) => { secure.server.close(resolve) })
    secure?.server.closeIdleConnections()
    await app.close()
    secure?.server.closeIdleConnections()
    await closed
  } finally {
    clearTimeout(timer)
  }
}

type Open = { address: string; secure: SecureDoor | null; kept: ServerCertificate | null }

function tellAddresses({ host }: Environment, { address, secure, kept }: Open, say: Say): void {
  const { port } = new URL(address)
  const everywhere = host === '0.0.0.0' || host === '::'
  const hosts = everywhere ? ['127.0.0.1', ...lanAddresses()] : [host.includes(':') ? `[${host}]` : host]
  const tell = (origin: string) => { say(`  Console ${origin}/admin/   Till ${origin}/till/`) }
  say('Shuke 熟客 is running.')
  for (const name of hosts) tell(`http://${name}:${port}`)
  if (!secure || !kept) return
  const found = ['localhost', ...lanAddresses().filter((one) => kept.addresses.includes(one)),
    ...kept.asked.names]
  for (const name of everywhere ? found : hosts) tell(`https://${name}:${secure.port}`)
  say(`  Tills trust https once they have installed http://${hosts.at(-1)}:${port}/ca.crt`)
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces()).flat().flatMap((one) =>
    one && one.family === 'IPv4' && !one.internal ? [one.address] : [])
}
