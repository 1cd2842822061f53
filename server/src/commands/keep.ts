import { setTimeout as sleep } from 'node:timers/promises'
import { startCluster } from '#kernel/embedded.ts'
import type { Cluster } from '#kernel/embedded.ts'
import type { DatabaseUrls } from './database.ts'

export type Kept = DatabaseUrls & { stop: () => Promise<void> }

/**
 * Starts the embedded PostgreSQL and starts it again at the same port whenever it ends by itself. Its
 * addresses stay, so open pools find it again; requests in between are answered "busy".
 */
export async function keepCluster(data_dir: string, report: (line: string) => void): Promise<Kept> {
  let cluster = await startCluster({ data_dir })
  const stopping = new AbortController()
  let restarting: Promise<void> = Promise.resolve()

  const restart = async (): Promise<void> => {
    report('The embedded PostgreSQL ended by itself; it is started again.')
    for (let wait_ms = 100; !stopping.signal.aborted; wait_ms = Math.min(wait_ms * 2, 5_000)) {
      try {
        cluster = watch(await startCluster({ data_dir, port: cluster.port }))
        report('The embedded PostgreSQL runs again.')
        return
      } catch (error) {
        report(error instanceof Error ? error.message : 'It did not start.')
        await sleep(wait_ms)
      }
    }
  }
  const watch = (started: Cluster): Cluster => {
    started.onExit(() => { if (!stopping.signal.aborted) restarting = restart() })
    return started
  }
  watch(cluster)
  return {
    app_url: cluster.app_url, owner_url: cluster.owner_url,
    async stop() {
      stopping.abort()
      await restarting
      await cluster.stop()
    },
  }
}
