/** The browser for the tests: found where browsers usually are, or installed where we may. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { modules, read, run, say, Stop } from './setup-run.mjs'

/** Leaves the path of the browser in `node_modules/.shuke-chromium`, for the tests to read. */
const chromiumNote = join(modules, '.shuke-chromium')

export const chromium = {
  isDone() {
    const known = read(chromiumNote)
    return known !== null && existsSync(known) && [undefined, '', known].includes(process.env.CHROMIUM_PATH)
  },
  make() {
    const found = findChromium() ?? (installChromium() ? findChromium() : null)
    if (found === null)
      throw new Stop('The browser tests need Chromium: install it (apt-get install chromium as root, or npx'
        + ' playwright install chromium), or name it in CHROMIUM_PATH.')
    writeFileSync(chromiumNote, found)
  },
}

function findChromium() {
  const { CHROMIUM_PATH, PATH = '', PLAYWRIGHT_BROWSERS_PATH } = process.env
  if (CHROMIUM_PATH) {
    if (doesRun(CHROMIUM_PATH)) return CHROMIUM_PATH
    throw new Stop(`CHROMIUM_PATH names ${CHROMIUM_PATH}, which does not run: correct or unset it.`)
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const onPath = names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
  const caches = [PLAYWRIGHT_BROWSERS_PATH ?? '', join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright')]
  const applications = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium']
  return [...onPath, ...applications, ...caches.flatMap(playwrightBrowsers)].find(doesRun) ?? null
}

function playwrightBrowsers(cache) {
  if (!cache || !existsSync(cache)) return []
  const inside = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-linux/headless_shell',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium']
  return readdirSync(cache).filter((name) => name.startsWith('chromium')).sort().reverse()
    .flatMap((name) => inside.map((path) => join(cache, name, path)))
}

/** Asks for the version: what some systems install as chromium-browser only tells how to get one. */
function doesRun(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

function installChromium() {
  const hasApt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
  if (process.getuid?.() !== 0 || !hasApt) return false
  say('Installing Chromium for the browser tests (apt-get) …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patient = ['-o', 'DPkg::Lock::Timeout=300', '-q']
  return run('apt-get', [...patient, 'update'], env)
    && run('apt-get', [...patient, 'install', '-y', 'chromium', 'fonts-noto-cjk'], env)
}
