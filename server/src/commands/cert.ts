import { parseArgs } from 'node:util'
import { X509Certificate } from 'node:crypto'
import { makeCertificate, publicFileOf, readPublicAuthority, validUntil } from '#kernel/certificates-kept.ts'
import { placeOf, prepareHome } from '#kernel/embedded-place.ts'
import { failWith } from '#kernel/failure.ts'
import type { Command } from './command.ts'

const help = `shuke cert [--name NAME …] [--address IP …]
  Makes a certificate for tills in the shop's network, and at the first time an authority of this
  installation that signs it. Tills trust it once the authority's ca.crt is installed on them.
  This machine's own name and private addresses are always in it. The server renews it by itself.
    --name NAME    one more name: it ends in .local, .lan, .internal or .home.arpa
    --address IP   one more private address
    --json         prints one line of JSON`

const many = { type: 'string', multiple: true, default: [] as string[] } as const

export const cert: Command = {
  name: 'cert', says: 'make a certificate for https in the shop\'s own network', help,
  async run(args, { environment: { data_dir, port, https_port }, tell }) {
    const { values, positionals } = parseArgs(
      { args, allowPositionals: true, options: { name: many, address: many } },
    )
    if (positionals.length > 0) failWith('shuke cert wants options alone: see shuke cert --help.')
    const place = placeOf(data_dir)
    prepareHome(place)
    const asked = { names: values.name.map((name) => name.toLowerCase()), addresses: values.address }
    const made = makeCertificate(place.home_dir, asked, new Date())

    const until = new Date(validUntil(made)).toISOString()
    const ca_file = publicFileOf(place.home_dir)
    const { fingerprint256 } = new X509Certificate(readPublicAuthority(place.home_dir)!)
    const { names, addresses } = made
    tell({ ca_file, ca_sha256: fingerprint256, names, addresses, until }, [
      `The certificate is good for ${[...names, ...addresses].join(', ')} until ${until.slice(0, 10)}.`,
      `Start the server anew: it serves https on port ${https_port} beside http on port ${port}.`,
      `Install the authority on every till once: ${ca_file}, or /ca.crt of the server.`,
      `Its SHA-256 fingerprint is ${fingerprint256}`,
    ])
  },
}
