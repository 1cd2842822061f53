import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { writing } from './embedded-place.ts'
import { failWith } from './failure.ts'

export type Lock = { release(): void }

const sqlite_busy = 5

/**
 * One Shuke per data folder. The lock is the operating system's own, held through an empty SQLite file,
 * because it goes away with the process however that ends; a file with a pid in it would have to guess who
 * that pid is now. (Whoever opens and closes `running.lock` within this process drops the lock: copy the
 * folder without it.)
 */
export function lockFolder(home_dir: string, data_dir: string): Lock {
  const file = join(home_dir, 'running.lock')
  const holder = join(home_dir, 'running.pid')
  const database = writing(home_dir, () => open(file, data_dir, holder))
  writing(home_dir, () => writeFileSync(holder, `${process.pid}\n`))
  let held = true
  return {
    release() {
      if (!held) return
      held = false
      rmSync(holder, { force: true })
      database.close()
    },
  }
}

function open(file: string, data_dir: string, holder: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 0 })
    database.exec('begin exclusive')
    return database
  } catch (error) {
    database?.close()
    if ((error as { errcode?: number }).errcode !== sqlite_busy)
      failWith(`The lock ${file} cannot be taken (${(error as Error).message}): see that it can be written.`)
    failWith(`Another Shuke${holderNote(holder)} already runs on the data folder ${data_dir}: stop it first,`
      + ' or name another folder in SHUKE_DATA.')
  }
}

function holderNote(holder: string): string {
  try {
    return ` (process ${readFileSync(holder, 'utf8').trim()})`
  } catch {
    return ''
  }
}
