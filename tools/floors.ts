import { circles } from './circles.ts'
import { placeOf } from './places.ts'
import type { Place } from './places.ts'
import { importMap, importsOf, isTest, readSources, resolveImport } from './source.ts'
import { sqlFaults } from './sql-floors.ts'

type Edge = { from: Place; to: Place; line: number; specifier: string; type_only: boolean }

/** What a package import breaks, or null. */
function whyNotPackage(from: Place, specifier: string): string | null {
  if (from.area === 'contract' && !/^zod(\/|$)/.test(specifier)) return 'contract imports zod only'
  if (from.area === 'pricing') return 'pricing is pure: it imports nothing but types of contract'
  if (!['ui', 'app', 'page'].includes(from.area)) return null
  if (specifier.startsWith('node:')) return 'a screen runs in a browser'
  const console = from.area !== 'ui' && from.name.split('/')[0] === 'admin'
  return /^(antd|@ant-design)(\/|$)/.test(specifier) && !console ? 'antd is for the console only' : null
}

/** What a screen's import breaks, or null. An app's own files serve its pages unless they show pages. */
function whyNotScreen({ from, to }: Edge, shell: ReadonlySet<string>): string | null {
  if (to.area === 'contract' || to.area === 'pricing' || to.area === 'ui') return null
  if (!['ui', 'app', 'page'].includes(to.area)) return 'a screen knows the server by its contract only'
  if (from.area === 'ui') return 'ui is the ground of all screens'
  if (from.name.split('/')[0] !== to.name.split('/')[0]) return 'what two apps share moves to ui/'
  if (from.area === 'app' || from.name === to.name) return null
  if (to.area === 'page') return 'what two page folders share moves to ui/'
  return shell.has(to.path) ? 'a page never imports what shows the pages' : null
}

/** A module is entered by its door; http also takes the routes and sweeps it serves. */
function whyNotDoor({ from, to }: Edge): string | null {
  if (to.area !== 'module' || (from.area === 'module' && from.name === to.name)) return null
  const folder = `server/src/modules/${to.name}`
  const open = from.area === 'http' ? [to.name, 'routes', 'sweeps'] : [to.name]
  return open.some((name) => to.path === `${folder}/${name}.ts`) ? null
    : `${to.name} is entered by its door ${to.name}/${to.name}.ts`
}

/** What an import inside the project breaks, or null. */
function whyNot(edge: Edge, shell: ReadonlySet<string>): string | null {
  const { from, to, type_only } = edge
  if (isTest(to.path)) {
    return from.area === 'bench' || from.area === 'tools' ? null : 'nothing of the product leans on tests'
  }
  if (from.area === 'contract') return to.area === 'contract' ? null : 'contract imports zod only'
  if (from.area === 'pricing') {
    if (to.area === 'pricing' || (to.area === 'contract' && type_only)) return null
    return `pricing ${to.area === 'contract' ? 'takes `import type` from contract' : 'imports contract only'}`
  }
  if (['ui', 'app', 'page'].includes(from.area)) return whyNotScreen(edge, shell)
  if (['ui', 'app', 'page'].includes(to.area)) return 'screens are built and served, never imported'
  if (from.area === 'kernel' && to.area === 'pricing') return 'kernel imports kernel and contract only'
  const same = from.area === to.area && from.name === to.name
  if (to.level < from.level || same) return whyNotDoor(edge)
  return to.area === 'tools' && from.area === 'bench' ? null : 'import down only, never sideways, never up'
}

function whereIs({ from, to }: Edge): string {
  if (isTest(to.path)) return 'a test'
  if (from.area === 'page' && to.area === 'page') return 'beside it'
  if (to.level === from.level) return from.name === to.name ? 'behind a door' : 'beside it'
  return to.level > from.level ? 'above it' : 'closed to it'
}

/** Files of an app that reach a page through files of the same app: its shell. */
function shellOf(edges: readonly Edge[]): Set<string> {
  const shell = new Set<string>()
  const ofApps = edges.filter(({ from }) => from.area === 'app')
  for (let before = -1; before < shell.size;) {
    before = shell.size
    for (const { from, to } of ofApps) if (to.area === 'page' || shell.has(to.path)) shell.add(from.path)
  }
  return shell
}

/** Every fault of the tree under `root` against the floors of the design, one sentence each; none is []. */
export function floorFaults(root: string): string[] {
  const map = importMap(root)
  const faults: string[] = []
  const edges: Edge[] = []
  for (const source of readSources(root)) {
    const from = placeOf(source.path)
    if (!from) faults.push(`${source.path}:1 stands on no floor (tools/places.ts lists them)`)
    if (from) faults.push(...sqlFaults(source, from))
    for (const found of from ? importsOf(source) : []) {
      const target = resolveImport(source.path, found.specifier, map)
      const to = target === null ? null : placeOf(target)
      if (from && to) edges.push({ ...found, from, to })
      const held = from && target === null && !isTest(source.path)
      const why = held ? whyNotPackage(from, found.specifier) : null
      const told = `${source.path}:${found.line} imports ${found.specifier}, which is closed to it`
      if (why) faults.push(`${told} (${why})`)
    }
  }
  const shell = shellOf(edges)
  for (const edge of edges) {
    const why = isTest(edge.from.path) ? null : whyNot(edge, shell)
    const told = `${edge.from.path}:${edge.line} imports ${edge.to.path}, which is ${whereIs(edge)} (${why})`
    if (why) faults.push(told)
  }
  const links = edges.map(({ from, to, line }) => ({ from: from.path, to: to.path, line }))
  return [...faults, ...circles(links)].toSorted()
}

if (import.meta.main) {
  const faults = floorFaults(process.cwd())
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}
