import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { failWith } from '#kernel/failure.ts'
import pg from 'pg'
import { quantile } from './figures.ts'

const run = promisify(execFile)
const database = 'bench_tpcb', scale = 50
const folders = '/usr/lib/postgresql'

/** The reference: pgbench's TPC-B-like script in a database of its own, on the server that Shuke runs on. */
export type Pgbench = {
  measure(seconds: number, clients: number): Promise<{ tps: number; p50_ms: number; p99_ms: number }>
}

/** The newest pgbench on PATH or where Debian puts it; a Failure says how to get one. */
export function findPgbench(): string {
  const name = process.platform === 'win32' ? 'pgbench.exe' : 'pgbench'
  const versions = existsSync(folders) ? readdirSync(folders).sort((a, b) => Number(b) - Number(a)) : []
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const places = [...onPath, ...versions.map((one) => join(folders, one, 'bin'))]
  const found = places.map((place) => join(place, name)).find((file) => existsSync(file))
  return found ?? failWith('The bench wants pgbench as its reference and there is none: install it'
    + ' (apt-get install postgresql-contrib, or brew install libpq) or put it on PATH.')
}

/** Fills the reference's database. `superuser_url` leads to the cluster under test. */
export async function openPgbench(superuser_url: string): Promise<Pgbench> {
  const program = findPgbench(), url = new URL(superuser_url)
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(url.password) }
  const at = ['-h', url.hostname, '-p', url.port, '-U', decodeURIComponent(url.username)]
  await makeDatabase(superuser_url)
  await run(program, [...at, '-i', '-q', '-s', String(scale), database], { env })
  return {
    async measure(seconds, clients) {
      const folder = mkdtempSync(join(tmpdir(), 'shuke-pgbench-'))
      const threads = Math.min(clients, availableParallelism())
      const flags = [
        '-M', 'prepared', '-c', String(clients), '-j', String(threads), '-T', String(seconds), '-l',
      ]
      try {
        const { stdout } = await run(program, [...at, ...flags, database], { env, cwd: folder })
        const tps = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1])
        if (!(tps > 0)) throw new Error(`pgbench told no rate:\n${stdout}`)
        const waits = latenciesIn(folder)
        return { tps, p50_ms: quantile(waits, 0.5), p99_ms: quantile(waits, 0.99) }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}

/** The third word of each line is how long a transaction took, in microseconds. */
function latenciesIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => Number(line.split(' ')[2]) / 1_000).sort((a, b) => a - b)
}

async function makeDatabase(superuser_url: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuser_url })
  await client.connect()
  try {
    await client.query(`drop database if exists ${database}`)
    await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}
