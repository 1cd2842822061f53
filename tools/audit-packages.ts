import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One advisory that `npm audit` tells of, with the packages of ours that it reaches. */
export type Finding = { id: string; title: string; severity: string; packages: string[] }

const grave = new Set(['high', 'critical'])

/**
 * The grave findings of a report of `npm audit --json`. Null where there is no report: the registry has no
 * such endpoint, or could not be reached.
 */
export function findingsIn(report: string): Finding[] | null {
  const read = parsed(report)
  if (read === null || typeof read['vulnerabilities'] !== 'object'
    || read['vulnerabilities'] === null) return null
  const found = new Map<string, Finding>()
  for (const [name, entry] of Object.entries(read['vulnerabilities'] as Record<string, Vulnerability>))
    for (const via of entry.via) {
      // A name alone is another entry, which tells its own advisories.
      if (typeof via === 'string' || !grave.has(via.severity)) continue
      const id = /GHSA-[\w-]+/.exec(via.url)?.[0] ?? String(via.source)
      const before = found.get(id)
      if (before) before.packages.push(name)
      else found.set(id, { id, title: via.title, severity: via.severity, packages: [name] })
    }
  return [...found.values()]
}

type Advisory = { source: number; title: string; url: string; severity: string }
type Vulnerability = { via: (Advisory | string)[] }

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : null
  } catch {
    return null
  }
}

/** Advisories with a written reason: rows `| GHSA-… | package | reason |` of docs/security.md. */
export function reasonsIn(page: string): Map<string, string> {
  const rows = page.matchAll(/^\|\s*(GHSA-[\w-]+|\d{4,})\s*\|[^|]*\|\s*([^|]*\S)\s*\|\s*$/gm)
  return new Map([...rows].map(([, id = '', reason = '']) => [id, reason]))
}

/** What is to be said, and whether it stands in the way. */
export function judge(report: string, page: string): { lines: string[]; failed: boolean } {
  const findings = findingsIn(report)
  if (findings === null) return {
    failed: false,
    lines: ['The registry answers no audit here: nothing was looked at. Run this where it does.'],
  }
  const reasons = reasonsIn(page)
  const open = findings.filter(({ id }) => !reasons.has(id))
  const stale = [...reasons.keys()].filter((id) => !findings.some((finding) => finding.id === id))
  return {
    failed: open.length > 0,
    lines: [
      ...open.map(({ id, title, severity, packages }) =>
        `${severity} ${id} in ${packages.join(', ')}: ${title}.`
        + ' Update, or write the reason into docs/security.md.'),
      ...stale.map((id) => `${id} in docs/security.md is no longer found: take its row out.`),
      `${findings.length} high or critical, ${findings.length - open.length} with a written reason.`,
    ],
  }
}

function main(): void {
  const root = join(import.meta.dirname, '..')
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { stdout } = spawnSync(program, ['audit', '--json'], {
    cwd: root, encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { lines, failed } = judge(stdout ?? '', readFileSync(join(root, 'docs', 'security.md'), 'utf8'))
  console.log(lines.join('\n'))
  process.exitCode = failed ? 1 : 0
}

if (import.meta.main) main()
