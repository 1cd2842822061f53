import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { failWith } from '#kernel/failure.ts'

export type Usage = { cpu_s: number; resident_mb: number }

/** Linux counts in hundredths of a second everywhere that Node runs. */
const ticks_per_s = 100

/** What a process used so far, without its children. */
export function usageOf(pid: number): Usage {
  if (process.platform === 'win32')
    failWith('This bench reads what a process used by ps, which Windows has not.')
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): Usage {
  // The name in brackets may hold blanks, so fields are counted from behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  const resident_kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  const cpu_s = (Number(fields[11]) + Number(fields[12])) / ticks_per_s
  return { cpu_s, resident_mb: Number(resident_kb) / 1_024 }
}

/** `time` is minutes:seconds.hundredths. */
function fromPs(pid: number): Usage {
  const told = execFileSync('ps', ['-o', 'time=,rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  const [time = '', resident_kb] = told.split(/\s+/)
  const cpu_s = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return { cpu_s, resident_mb: Number(resident_kb) / 1_024 }
}
