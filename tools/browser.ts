import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import type { Browser } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Where the setup leaves the path of the Chromium it found or installed. */
const note = join('node_modules', '.shuke-chromium')

/** This machine's Chromium: CHROMIUM_PATH, else what the setup found, else one on the PATH, or null. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const noted = existsSync(note) ? [readFileSync(note, 'utf8').trim()] : []
  if (env['CHROMIUM_PATH']) return env['CHROMIUM_PATH']
  return [...noted, ...onPath, chromium.executablePath()].find((path) => existsSync(path)) ?? null
}

// A journey talks to its own server alone: what a browser asks of the world by itself would disturb it.
const quiet = [
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps',
  '--disable-domain-reliability', '--disable-client-side-phishing-detection', '--no-pings', '--no-first-run',
  '--disable-dev-shm-usage', '--metrics-recording-only',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** Starts a browser for a journey; the journey closes it. Fails with a sentence where there is none. */
export async function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null || !existsSync(executablePath)) {
    throw new Error(executablePath === null
      ? 'Journeys need Chromium and found none: install it, or name it in CHROMIUM_PATH.'
      : `CHROMIUM_PATH names ${executablePath}, which is not there: correct or unset it.`)
  }
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return await chromium.launch({ executablePath, headless: true, args: [...quiet, ...asRoot] })
}
