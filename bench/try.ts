import { runKills } from '../server/test/kill-run.ts'
const t = performance.now()
console.log(await runKills({ kills: Number(process.argv[2] ?? 2), report: (l) => { console.log(((performance.now() - t)/1000).toFixed(1), l) } }))
