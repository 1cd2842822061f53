/** The modules from the ground up. Those of one row stand beside each other and never import one another. */
export const floors: readonly (readonly string[])[] = [
  ['org', 'ledger'],
  ['access', 'catalog', 'members'],
  ['platform'],
  ['approvals', 'points', 'storedvalue', 'cards', 'levels', 'coupons', 'inventory', 'payments', 'messages'],
  ['offers', 'bookings'],
  ['sales'],
  ['commission', 'settlement', 'marketing', 'guides', 'intake'],
  ['insights', 'exports'],
]

export type Area = 'contract' | 'pricing' | 'kernel' | 'module' | 'http' | 'roof' | 'bench' | 'tools'
  | 'ui' | 'app' | 'page' | 'free'

/** Where a file stands. `name` is the module, the app or the page folder; `level` grows upwards. */
export type Place = { area: Area; name: string; level: number; path: string }

const above = floors.length + 2
const levels: Record<Exclude<Area, 'module'>, number> = {
  contract: -1, pricing: 0, kernel: 1, http: above, roof: above + 1, bench: above + 2, tools: above + 2,
  ui: 1, page: 2, app: 3, free: above + 3,
}
const place = (area: Exclude<Area, 'module'>, path: string, name: string = area): Place =>
  ({ area, name, level: levels[area], path })

/** Folders of an app that its pages stand on: they are no pages. What both apps need stands in web/ui/. */
const shared_folders: Record<string, readonly string[]> = {
  admin: ['form', 'frame', 'list', 'texts'],
  till: ['approve', 'texts'],
  setup: ['texts'],
}

function webPlace(path: string): Place {
  const [, app = '', page = '', ...deeper] = path.split('/')
  if (app === 'ui') return place('ui', path)
  if (page === '') return place('free', path)
  const ofApp = deeper.length === 0 || shared_folders[app]?.includes(page) === true
  return ofApp ? place('app', path, app) : place('page', path, `${app}/${page}`)
}

/** The floor of a file, or null for a file that has none. */
export function placeOf(path: string): Place | null {
  const [top = '', second = '', third = '', fourth = '', ...deeper] = path.split('/')
  if (top === 'web') return webPlace(path)
  if (second === '') return place('free', path)
  if (top === 'contract' || top === 'pricing' || top === 'bench' || top === 'tools') return place(top, path)
  if (top !== 'server') return null
  if (second === 'test') return place('free', path)
  if (second === 'db') return place('roof', path)
  if (third === 'kernel' || third === 'http') return place(third, path)
  if (third === 'commands' || /^server\/src\/(main|shuke)\.ts$/.test(path)) return place('roof', path)
  const level = floors.findIndex((row) => row.includes(fourth))
  if (third !== 'modules' || level === -1 || deeper.length === 0) return null
  return { area: 'module', name: fourth, level: level + 2, path }
}
