/** What the parts of the setup share: where we are, how a program is run, how a failure is said. */
import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'))
export const modules = join(root, 'node_modules')

/** Ends the setup with a sentence for whoever typed the command. */
export class Stop extends Error {}

/** Both streams go to stderr: the stdout of `npm run shuke -- verify --json` belongs to the verb alone. */
export function run(program, flags, env) {
  const isScript = program.endsWith('.cmd')
  return spawnSync(program, flags, { cwd: root, env, stdio: ['inherit', 2, 2], shell: isScript }).status === 0
}

export function say(line) {
  if (line) process.stderr.write(`${line}\n`)
}

export function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
