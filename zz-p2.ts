import { openStage } from './server/test/fuzz-stage.ts'
import { shootAll } from './server/test/fuzz-run.ts'
import { openDb } from '#kernel/db.ts'
import { startCluster } from '#kernel/embedded.ts'
import { migrate } from '#kernel/migrate.ts'
import { makeFolder, removeFolder } from './bench/serving.ts'
const data_dir = makeFolder('fuzzp')
const cluster = await startCluster({ data_dir, durable: false, settings: { max_connections: '100' } })
await migrate(cluster.owner_url, decodeURIComponent(new URL(cluster.app_url).username))
const db = openDb(cluster.app_url)
const acc: Record<string, [number, number, number]> = {}
const timed = <A extends unknown[], R>(k: string, f: (...a: A) => Promise<R>) => async (...a: A) => {
  const c = process.cpuUsage(), t = performance.now()
  try { return await f(...a) } finally { const d = process.cpuUsage(c); const e = acc[k] ??= [0,0,0]; e[0]++; e[1] += (d.user+d.system)/1e6; e[2] += (performance.now()-t)/1e3
   if (k==='prepare' && performance.now()-t > 2000) console.log('slow prepare', JSON.stringify((a[0] as any).path), (performance.now()-t|0)) }
}
const stage = await timed('open', () => openStage({ db, app_url: cluster.app_url }, null))()
const t = stage.target
t.prepare = timed('prepare', t.prepare); t.send = timed('send', t.send); t.signInAgain = timed('again', t.signInAgain)
const r = await timed('all', () => shootAll(t, { seed: 9, shots: 16, rounds: 2, until_ms: Infinity }))()
await timed('faults', stage.faults)()
console.log(acc, r.faults.length)
await stage.close(); await db.close(); await cluster.stop(); removeFolder(data_dir)
