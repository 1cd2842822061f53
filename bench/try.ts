import { openDb, inChain } from '#kernel/db.ts'
import { loadSecrets } from '#kernel/secrets.ts'
import { startCluster } from '#kernel/embedded.ts'
import { readSystemWho } from '#modules/org/org.ts'
import { openCounter } from '#modules/sales/sales.ts'
import { masterOf } from '../server/src/commands/database.ts'
import { makeTrade } from './chain.ts'
import { salesOf } from './baskets.ts'
import { makeFolder, removeFolder } from './serving.ts'
import pg from 'pg'
const data_dir = makeFolder('try')
const all = await makeTrade(data_dir, { clients: 16, members: 1500, goods: 300 })
const cluster = await startCluster({ data_dir, settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_planning': 'on', 'pg_stat_statements.track': 'all' } })
const su = new pg.Client({ connectionString: cluster.superuser_url }); await su.connect()
await su.query('create extension if not exists pg_stat_statements')
const lane_db = openDb(cluster.app_url + (process.argv[3] ? '?options=' + encodeURIComponent(process.argv[3]) : ''), { max: 4, prepared: true, name: 'lane' })
const who = await inChain(lane_db, all.chain_id, (tx) => readSystemWho(tx, masterOf(loadSecrets(data_dir)), all.chain_id))
let commits = 0
const counter = openCounter({ db: lane_db, wake: () => { commits += 1 } })
async function go(s: number) {
  const from = performance.now(); const cpu = process.cpuUsage(); commits = 0
  const n = (await Promise.all(all.tills.map(async (till, at) => { let c = 0
    for (const sales = salesOf(all, { till, prefix: `t${from}-${at}`.replace('.', '') }); performance.now() - from < s * 1000; c++)
      await counter.settle({ kind: 'sale', who: { ...who, now: new Date() }, input: sales.next().value as never })
    return c }))).reduce((a, b) => a + b, 0)
  const u = process.cpuUsage(cpu), sec = (performance.now() - from) / 1000
  console.log({ rate: n / sec, commits, batch: n / commits, ms_per_commit: sec * 1000 / commits, node_cpu_ms_per_order: (u.user + u.system) / 1000 / n })
}
await go(2)
await su.query('select pg_stat_statements_reset()')
await go(Number(process.argv[2] ?? 5))
const { rows } = await su.query(`select round(total_exec_time)::int as ms, calls, round((mean_exec_time)::numeric,2)::float as mean, rows, round(total_plan_time)::int plan_ms, wal_bytes::int8 as wal, left(regexp_replace(query, '\\s+', ' ', 'g'), 130) as q from pg_stat_statements s join pg_roles r on r.oid=s.userid where rolname='shuke_app' order by total_exec_time desc limit 34`)
for (const r of rows) console.log(String(r.ms).padStart(6), String(r.calls).padStart(6), String(r.mean).padStart(7), String(r.rows).padStart(6), String(r.plan_ms).padStart(4), String(r.wal).padStart(9), r.q)

const app = new pg.Client({ connectionString: cluster.app_url }); await app.connect()
await app.query(`begin; set local app.chain_id = '${all.chain_id}'`)
for (const q of [
 `update ledger.lots l set remaining = w.remaining from unnest($1::uuid[], $2::uuid[], $3::int8[]) as w(owner_id, id, remaining) where l.chain_id = $4 and l.owner_id = w.owner_id and l.id = w.id`,
 `update ledger.accounts a set balance = w.balance, version = w.version from unnest($1::uuid[], $2::text[], $3::int8[], $4::int8[]) as w(owner_id, id, balance, version) where a.chain_id = $5 and a.owner_id = w.owner_id and a.id = w.id`,
 `select a.owner_id, a.id, a.balance, a.floor, a.version from unnest($1::uuid[]) as w(owner_id) join ledger.accounts a on a.chain_id = $2 and a.owner_id = w.owner_id order by a.owner_id, a.id for update of a`,
 `select l.owner_id, l.id, l.account, l.amount from unnest($1::uuid[]) as w(owner_id) join ledger.lots l on l.chain_id = $2 and l.owner_id = w.owner_id and l.remaining > 0`,
 `update inventory.stock s set on_hand_m = w.a, version = w.v from unnest($1::uuid[], $2::uuid[], $3::int8[], $4::int8[]) as w(store_id, sku_id, a, v) where s.chain_id = $5 and s.store_id = w.store_id and s.sku_id = w.sku_id`]) {
  const { rows: plan } = await app.query('explain (generic_plan) ' + q)
  console.log(plan.map((r: Record<string, string>) => r['QUERY PLAN']).join('\n'), '\n')
}
await app.end()
await lane_db.close(); await su.end(); await cluster.stop(); removeFolder(data_dir)
