import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/** What a gate found. The gate itself counts as one more test, passed or failed. */
export type Count = { passed: number; failed: number; skipped: number }

/** `look` streams what it does and resolves; only a gate that cannot even begin rejects. */
export type Gate = { name: string; look: () => Promise<Count> }

/** No gate takes this long; one that does hangs, and the next ones shall still be seen. */
const patience_ms = 14 * 60_000
const passed: Count = { passed: 1, failed: 0, skipped: 0 }
const failed: Count = { passed: 0, failed: 1, skipped: 0 }
const plus = (a: Count, b: Count): Count =>
  ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped })

/** Runs a tool of node_modules with the Node that runs us. Gives its exit code, 1 where a signal ended it. */
async function run(bin: string, args: readonly string[]): Promise<number> {
  const folders = [dirname(process.execPath), join('node_modules', '.bin'), process.env['PATH'] ?? '']
  const child = spawn(process.execPath, [join('node_modules', bin), ...args],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PATH: folders.join(delimiter) } })
  const pass = (signal: NodeJS.Signals): void => { child.kill(signal) }
  const hang = setTimeout(() => {
    console.error(`${bin} has not ended in ${patience_ms / 60_000} minutes and is stopped.`)
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref()
  }, patience_ms)
  process.on('SIGINT', pass).on('SIGTERM', pass)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject).on('close', (code) => { resolve(code ?? 1) })
    })
  } finally {
    clearTimeout(hang)
    process.off('SIGINT', pass).off('SIGTERM', pass)
  }
}

/** A tool that says all with its exit code. */
export function tool(name: string, bin: string, args: readonly string[]): Gate {
  return { name, look: async () => (await run(bin, args)) === 0 ? passed : failed }
}

/** The counts of a report of vitest. A file that did not even load holds no tests: the gate counts for it. */
export function countOf(report: string): Count {
  const read: unknown = JSON.parse(report)
  const of = read as Record<string, number | undefined>
  const { numPassedTests, numFailedTests, numPendingTests = 0, numTodoTests = 0 } = of
  if (numPassedTests === undefined || numFailedTests === undefined) throw new Error('no report of vitest')
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
}

/** A run of vitest: its tests and itself. One that ends badly has failed, whatever its report says. */
export function vitest(name: string, config: string, filters: readonly string[]): Gate {
  const look = async (): Promise<Count> => {
    const folder = mkdtempSync(join(tmpdir(), 'shuke-report-'))
    const report = join(folder, 'report.json')
    try {
      const code = await run('vitest/vitest.mjs', ['run', '--config', config, '--reporter=default',
        '--reporter=json', `--outputFile.json=${report}`, ...filters])
      if (!existsSync(report)) return failed
      return plus(countOf(readFileSync(report, 'utf8')), code === 0 ? passed : failed)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return { name, look }
}

const seconds = (since_ms: number): string => `${((performance.now() - since_ms) / 1000).toFixed(1)} s`

/**
 * Looks at every gate in order, also after one that failed, and prints the time of each. A signal ends the
 * gate at work, and there is no sense in the next ones. Gives the sum of all.
 */
export async function lookAtAll(gates: readonly Gate[]): Promise<Count> {
  const start_ms = performance.now()
  const told: string[] = []
  let sum: Count = { passed: 0, failed: 0, skipped: 0 }
  let stopped = false
  const stop = (): void => { stopped = true }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  for (const { name, look } of gates) {
    if (stopped) break
    console.log(`\n--- ${name}`)
    const began_ms = performance.now()
    const count = await look().catch((error: unknown) => {
      console.error(error)
      return failed
    })
    sum = plus(sum, count)
    const word = count.failed === 0 ? 'passed' : 'FAILED'
    told.push(`${name.padEnd(15)} ${word} ${seconds(began_ms).padStart(9)}`)
  }
  process.off('SIGINT', stop).off('SIGTERM', stop)
  console.log(`\n${told.join('\n')}\n${'all'.padEnd(22)} ${seconds(start_ms).padStart(9)}`)
  return stopped ? plus(sum, failed) : sum
}

/** The last line of a run: `212 passed, 0 failed`, and skipped ones where there are any. */
export function lastLine(sum: Count): string {
  return `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`
}
