import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import {
  chmodSync, closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { prepareHome, placeOf, writing } from './embedded-place.ts'
import { failWith } from './failure.ts'

/**
 * What only this installation knows. Keys are 32 random bytes in base64url. None of it is ever logged, and
 * none has a default: a known default would open every shop that forgot to change it.
 */
const secret_names = [
  'session_key', 'hmac_key', 'encryption_key',
  'database_superuser_password', 'database_owner_password', 'database_app_password', 'demo_password',
] as const
export type Secrets = { readonly [Name in typeof secret_names[number]]: string }

/** Read aloud and typed by hand at a till, so without 0 o 1 l i and in groups of four. */
const spoken_letters = 'abcdefghjkmnpqrstuvwxyz23456789'

export function secretsFileOf(data_dir: string): string {
  return join(placeOf(data_dir).home_dir, 'secrets.json')
}

/**
 * Reads the secrets of a data folder; at first run makes them, in `secrets.json` with mode 0600. A database
 * without its secrets is refused (Failure): new keys could open neither it nor the encrypted fields in it.
 */
export function loadSecrets(data_dir: string): Secrets {
  const place = placeOf(data_dir)
  const file = join(place.home_dir, 'secrets.json')
  if (!existsSync(file)) {
    if (existsSync(place.cluster_dir))
      failWith(`The database in ${place.home_dir} has lost its secrets: put ${file} back from a backup.`)
    prepareHome(place)
    writing(place.home_dir, () => writeOnce(file, JSON.stringify(freshSecrets(), null, 2) + '\n'))
  }
  return writing(place.home_dir, () => readSecrets(file))
}

function readSecrets(file: string): Secrets {
  // A restored backup often comes back readable for everybody.
  if (process.platform !== 'win32' && statSync(file).mode & 0o077) chmodSync(file, 0o600)
  const secrets = parsed(readFileSync(file, 'utf8'))
  for (const name of secret_names) {
    if (typeof secrets[name] !== 'string' || secrets[name].length < 8)
      failWith(`The secrets in ${file} are damaged (${name}): put the file back from a backup.`)
  }
  return Object.freeze(secrets as Secrets)
}

function parsed(text: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function freshSecrets(): Secrets {
  const key = () => randomBytes(32).toString('base64url')
  return {
    session_key: key(), hmac_key: key(), encryption_key: key(),
    database_superuser_password: key(), database_owner_password: key(), database_app_password: key(),
    demo_password: spokenPassword(),
  }
}

/** A password that a person can read out and type: 12 letters and digits, 59 bits. */
export function spokenPassword(): string {
  const letter = () => spoken_letters.charAt(randomInt(spoken_letters.length))
  const group = () => letter() + letter() + letter() + letter()
  return `${group()}-${group()}-${group()}`
}

/**
 * The whole file or none, on the disk before anybody uses it: a kill between the two would leave a database
 * whose passwords nobody knows. Of two processes at the same moment the first one's file stays.
 */
function writeOnce(file: string, text: string): void {
  const draft = `${file}.${randomUUID()}`
  try {
    const handle = openSync(draft, 'wx', 0o600)
    try {
      writeSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
