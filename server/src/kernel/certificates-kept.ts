import { randomBytes, randomUUID, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { isLocalAddress, local_names, makeAuthority, makeServerCertificate } from './certificates.ts'
import type { Certified } from './certificates.ts'
import { writing } from './embedded-place.ts'
import { failWith } from './failure.ts'

/** Names and addresses that the operator asked for, beside those the machine has by itself. */
export type Asked = { names: readonly string[]; addresses: readonly string[] }
type Authority = Certified & { also: readonly string[] }
/** `asked` is kept, so that a renewal asks for the same again. */
export type ServerCertificate = Certified & Asked & { asked: Asked }

const renewed_before_days = 30
const day_ms = 24 * 60 * 60 * 1_000

const filesIn = (home_dir: string) => ({
  authority: join(home_dir, 'tls', 'authority.json'), server: join(home_dir, 'tls', 'server.json'),
  /** What tills install: the authority's certificate without its key, for everybody to read. */
  public: join(home_dir, 'ca.crt'),
})
export const publicFileOf = (home_dir: string): string => filesIn(home_dir).public

/** The authority's certificate in PEM, or null where none was ever made. */
export function readPublicAuthority(home_dir: string): string | null {
  return readKept<Authority>(filesIn(home_dir).authority)?.certificate ?? null
}

export function readServerCertificate(home_dir: string): ServerCertificate | null {
  return readKept<ServerCertificate>(filesIn(home_dir).server)
}

/**
 * Makes a certificate for this machine and what was asked for, and at the first time the authority, which
 * then stays. Fails with a sentence for a name or an address that the authority may not vouch for.
 */
export function makeCertificate(home_dir: string, asked: Asked, now: Date): ServerCertificate {
  return writing(home_dir, () => {
    const files = filesIn(home_dir)
    mkdirSync(join(home_dir, 'tls'), { recursive: true, mode: 0o700 })
    const authority = readKept<Authority>(files.authority) ?? newAuthority(files.authority, now)
    if (validUntil(authority) - now.getTime() < 398 * day_ms) failWith(
      `The certificate authority in ${files.authority} runs out soon: delete the file, run shuke cert again,`
      + ' and install the new ca.crt on every till.')
    refuseForeign(asked, authority)
    const own = ownPlaces(authority)
    const names = unique([...asked.names, ...own.names])
    const addresses = unique([...asked.addresses, ...own.addresses])
    const made = { ...makeServerCertificate(authority, { names, addresses, now }), names, addresses, asked }
    keep(files.server, JSON.stringify(made, null, 2), 0o600)
    keep(files.public, authority.certificate, 0o644)
    return made
  })
}

/**
 * The server's certificate, made anew where it runs out within 30 days or the machine has moved to another
 * address. Null where none was ever asked for.
 */
export function renewCertificate(home_dir: string, now: Date): ServerCertificate | null {
  const kept = readServerCertificate(home_dir), authority = readKept<Authority>(filesIn(home_dir).authority)
  if (kept === null || authority === null) return kept
  const own = ownPlaces(authority)
  const isWhole = own.addresses.every((address) => kept.addresses.includes(address))
  const left_ms = validUntil(kept) - now.getTime()
  return isWhole && left_ms > renewed_before_days * day_ms ? kept : makeCertificate(home_dir, kept.asked, now)
}

export const validUntil = ({ certificate }: Certified): number =>
  new X509Certificate(certificate).validToDate.getTime()

function newAuthority(file: string, now: Date): Authority {
  // Two shops' authorities on one device can be told apart.
  const name = `Shuke local CA ${randomBytes(3).toString('hex')}`, also = [machineName()].filter(isName)
  const made = { ...makeAuthority({ name, also, now }), also }
  keep(file, JSON.stringify(made, null, 2), 0o600)
  return made
}

const machineName = (): string => hostname().toLowerCase().split('.')[0]!
const unique = (items: readonly string[]): string[] => [...new Set(items)]

/** Letters, digits and dashes between dots, and not a number in disguise. */
const isName = (name: string): boolean =>
  name.length <= 253 && /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*[a-z]([a-z\d-]{0,61}[a-z\d])?$/.test(name)

const isVouched = (name: string, { also }: Authority): boolean =>
  [...local_names, ...also].some((root) => name === root || name.endsWith(`.${root}`))

function refuseForeign({ names, addresses }: Asked, authority: Authority): void {
  for (const name of names) {
    if (!isName(name)) failWith(
      `"${name}" is no name of a machine: small letters a-z, digits, dashes and dots.`)
    if (!isVouched(name, authority)) failWith(
      `The local authority vouches for names of a shop's own network alone (${local_names.join(', ')}), and`
      + ` "${name}" is none: for a name of the internet put a proxy with a public certificate in front.`)
  }
  for (const address of addresses) {
    if (isIP(address) === 0) failWith(`"${address}" is no IP address.`)
    if (!isLocalAddress(address)) failWith(
      `The local authority vouches for private addresses alone, and ${address} is none.`)
  }
}

/**
 * What the machine is called and where it is found in its network. Names end with localhost, the plainest.
 */
function ownPlaces(authority: Authority): Asked {
  const name = machineName(), found = Object.values(networkInterfaces()).flat()
  return {
    names: unique([`${name}.local`, name, 'localhost'])
      .filter((one) => isName(one) && isVouched(one, authority)),
    addresses: unique(['127.0.0.1', '::1', ...found.flatMap((one) =>
      // A link-local address means another machine on every cable.
      one && !one.internal && isLocalAddress(one.address) && !/^(fe80|169\.254)/.test(one.address)
        ? [one.address] : [])]),
  }
}

function readKept<Kept>(file: string): Kept | null {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept
  } catch {
    return failWith(
      `${file} cannot be read: put it back from a backup, or delete it and run shuke cert again.`)
  }
}

/** The whole file or none: a key without its certificate serves nobody. */
function keep(file: string, text: string, mode: number): void {
  const draft = `${file}.${randomUUID()}`
  try {
    writeFileSync(draft, text, { mode, flush: true, flag: 'wx' })
    renameSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
}
