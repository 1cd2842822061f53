import { importsOf, isTest, lineAt, readSources } from './source.ts'

/** Modules that reach over a network, or hold the door open; whoever imports one is named here with why. */
const networks =
  /^(node:)?(https?|http2|net|tls|dgram|dns)(\/promises)?$|^(undici|axios|got|ws|node-fetch)(\/|$)/

const allowed: Record<string, string> = {
  'server/src/kernel/outbound.ts': 'the one way out: it judges every address that somebody gave us',
  'server/src/kernel/outbound-addresses.ts': 'tells addresses apart',
  'server/src/kernel/certificates.ts': 'tells addresses apart',
  'server/src/kernel/certificates-kept.ts': 'tells addresses apart',
  'server/src/kernel/embedded-launch.ts': 'looks for a free port of this machine',
  'server/src/http/harden.ts': 'knows a connection over https by its kind',
  'server/src/http/secure.ts': 'listens for https',
  'server/src/http/unreadable.ts': 'names a status in words',
}

/** What reaches out without an import. */
const built_in =
  /(?<![\w.$])fetch\s*\(|\bglobalThis\s*\.\s*fetch\b|\bnew\s+(WebSocket|EventSource|XMLHttpRequest)\b/g

/**
 * Every place of the server under `root` that could ask an address, beside the ones named above. An address
 * from outside goes through `fetchOutside` of the kernel, or a shop's server becomes a stranger's eye in the
 * shop's network.
 */
export function waysOut(root: string): string[] {
  const told = 'reaches over the network: addresses go through kernel/outbound.ts'
  return readSources(root).filter(({ path }) => path.startsWith('server/src/') && !isTest(path))
    .flatMap((source) => {
      const { path, code, text } = source
      const calls = [...code.matchAll(built_in)].map(({ index }) => `${path}:${lineAt(text, index)} ${told}`)
      const imports = importsOf(source).filter(({ specifier, type_only }) => !type_only
        && networks.test(specifier))
        .map(({ specifier, line }) => `${path}:${line} imports ${specifier}, which ${told}`)
      return [...calls, ...allowed[path] === undefined ? imports : []]
    }).toSorted()
}
