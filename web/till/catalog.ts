import Dexie, { type Table } from 'dexie'
import { readTillCatalog } from '#contract/goods.ts'
import { call } from '../ui/call.ts'
import { counter } from './counter.ts'
import { indexGoods, noGoods, type Catalog, type Goods } from './goods.ts'
import { makeStore } from './store.ts'

type Loaded = { store_id: string | null; goods: Goods; loading: boolean; error: unknown }
type Kept = { store_id: string; catalog: Catalog }

/** All goods of the store in memory: looked up at each tap, without asking anybody. */
export const catalog = makeStore<Loaded, Partial<Loaded>>(
  { store_id: null, goods: noGoods, loading: false, error: null },
  (state, change) => ({ ...state, ...change }),
)

const again_after_ms = 300_000
let timer: ReturnType<typeof setTimeout> | undefined

/** Opens with what this device kept, then with what the server says, and again every five minutes. */
export async function loadCatalog(store_id: string): Promise<void> {
  catalog.send({ loading: true, error: null })
  if (catalog.get().store_id !== store_id) {
    const before = await readKept(store_id)
    catalog.send({ store_id, goods: before ? indexGoods(before) : noGoods })
  }
  try {
    const fresh = await call(readTillCatalog, { store_id })
    if (fresh.version !== catalog.get().goods.version) take(fresh)
    catalog.send({ loading: false })
    void writeKept({ store_id, catalog: fresh })
  } catch (error) {
    catalog.send({ loading: false, error })
  }
  clearTimeout(timer)
  timer = setTimeout(() => void loadCatalog(store_id), again_after_ms)
}

/** Fetches again when a quote was made with another version than the one held here. */
export function sawVersion(version: number): void {
  const { store_id, goods, loading } = catalog.get()
  if (store_id && !loading && version !== goods.version) void loadCatalog(store_id)
}

/** A new article is on sale at once, before the next fetch. */
export function addSku(sku: Catalog['skus'][number]): void {
  const { goods } = catalog.get()
  const categories = goods.categories.includes(sku.category)
    ? goods.categories
    : [...goods.categories, sku.category]
  take({
    version: goods.version,
    categories,
    label_layouts: goods.layouts,
    skus: [...goods.skus.filter(({ id }) => id !== sku.id), sku],
  })
}

function take(next: Catalog) {
  const goods = indexGoods(next)
  catalog.send({ goods })
  counter.send({ do: 'catalog', skus: goods.byId })
}

const database = new Dexie('shuke-till')
database.version(1).stores({ catalogs: 'store_id' })
const catalogs = (): Table<Kept, string> => database.table('catalogs')

async function readKept(store_id: string): Promise<Catalog | null> {
  try {
    return (await catalogs().get(store_id))?.catalog ?? null
  } catch {
    // A browser without a database still sells: it only opens a little later.
    return null
  }
}

async function writeKept(row: Kept): Promise<void> {
  try {
    await catalogs().put(row)
  } catch {
    // As above.
  }
}
