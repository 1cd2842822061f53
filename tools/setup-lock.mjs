/** One setup at a time: two would pull the packages from under each other. */
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { read, root, say, Stop } from './setup-run.mjs'

const patience_s = 20 * 60
const lock = join(root, '.cache', 'setup.lock')

/** Waits until no other setup runs here. A holder that was killed is noticed by its pid. */
export async function takeLock() {
  const mine = `${lock}.${process.pid}`
  mkdirSync(dirname(lock), { recursive: true })
  writeFileSync(mine, String(process.pid))
  try {
    for (let looks = 0; !linked(mine, lock); looks += 1) {
      clearAbandoned()
      if (looks === 1) say('Another setup runs in this folder; waiting for it …')
      if (looks > patience_s * 5) throw new Stop(`Another setup holds ${lock}: end it and run this again.`)
      if (looks > 0) await sleep(200)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => rmSync(lock, { force: true })
}

function clearAbandoned() {
  if (isHeld(lock)) return
  const aside = `${lock}.${process.pid}.left`
  try {
    renameSync(lock, aside)
    // Somebody may have cleared and taken it between our look and our move: then it goes back.
    if (isHeld(aside)) linked(aside, lock)
    rmSync(aside, { force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function isHeld(file) {
  const pid = Number(read(file))
  if (!pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  // Where it can be seen, the pid must also still be a setup and not a stranger who got the number.
  return read(`/proc/${pid}/cmdline`)?.includes('setup.mjs') ?? true
}

function linked(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}
