import { resolve } from 'node:path'
import { Failure, failWith } from '#kernel/failure.ts'
import type { Environment } from './commands/command.ts'

const usual_ports = { PORT: 8460, HTTPS_PORT: 8463 }

/** The one place that reads the environment. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  return {
    port: portIn(env, 'PORT'), https_port: portIn(env, 'HTTPS_PORT'), host: env['HOST'] ?? '127.0.0.1',
    database_url: env['DATABASE_URL'] ?? null,
    database_owner_url: env['DATABASE_OWNER_URL'] ?? null, data_dir: resolve(env['SHUKE_DATA'] ?? 'data'),
    log_level: env['SHUKE_LOG'] === 'info' ? 'info' : 'warn',
    check_replies: env['SHUKE_CHECK'] === 'yes', demo: env['SHUKE_DEMO'] !== 'no',
    language: env['LANG']?.startsWith('zh') ? 'zh' : 'en',
  }
}

function portIn(env: NodeJS.ProcessEnv, name: keyof typeof usual_ports): number {
  const port = Number(env[name] ?? usual_ports[name])
  if (!Number.isInteger(port) || port < 0 || port > 65_535) failWith(`${name} is no port: "${env[name]}".`)
  return port
}

/** An operational failure is one sentence; anything else is a bug and keeps its stack. Both leave with 1. */
export function leaveWith(error: unknown): never {
  if (error instanceof Failure) console.error(error.message)
  else console.error(error)
  process.exit(1)
}

async function main(): Promise<void> {
  const { start } = await import('./commands/start.ts')
  // A terminal or a pipe that went away is no reason to stop serving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const running = start(readEnvironment(), (line) => { console.log(line) })
  let asked = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {
    asked += 1
    // Whoever asks twice does not want to wait for what is under way.
    if (asked > 1) process.exit(130)
    running.then(({ stop }) => stop()).then(() => process.exit(0), leaveWith)
  })
  await running
}

if (import.meta.main) await main().catch(leaveWith)
