import type { Page } from '@playwright/test'
import { wrongHere } from './looks.ts'
import { openPage } from './stage.ts'
import type { Look, Stage } from './stage.ts'

/** `touch`: fingers press here. */
export type Size = { width: number; height: number; touch: boolean }
/** The console at a desk and in a hand; the till on its two screens. */
export const desk: Size = { width: 1440, height: 900, touch: false }
export const phone: Size = { width: 390, height: 844, touch: true }
export const wide: Size = { width: 1366, height: 768, touch: true }
export const square: Size = { width: 1024, height: 768, touch: true }

export const languages = ['zh', 'en'] as const

/** Looks at what is on the screen now, under the name it has in the report. */
export type See = (screen: string) => Promise<void>
/** A page, who looks at it, and everything that was wrong there. */
export type Watched = { page: Page; see: See; wrong: () => string[] }
type Watch = Pick<Look, 'lang' | 'dark'> & { sizes: readonly [Size, Size]; axe_at: Size; expected?: RegExp }

/**
 * A page that is looked at in two sizes, screen by screen, and everything that is wrong there, so that one
 * run tells all of it. What the browser's console says is wrong too, but for what is expected: before anybody
 * is signed in the server says so, which is an answer.
 */
export async function openWatched(
  stage: Stage, { lang, dark = false, sizes, axe_at, expected }: Watch,
): Promise<Watched> {
  const { page, faults } = await openPage(stage, { ...sizes[0], lang, dark })
  const wrong: string[] = []
  async function see(screen: string) {
    for (const size of sizes.toReversed()) {
      await page.setViewportSize(size)
      for (const fault of await wrongHere(page, { axe: size === axe_at, touch: size.touch }))
        wrong.push(`${size.width} ${lang}, ${screen}: ${fault}`)
    }
  }
  const unexpected = (fault: string) => !/401.*\/api\/session$/.test(fault) && !expected?.test(fault)
  return { page, see, wrong: () => [...wrong, ...faults.filter(unexpected)] }
}
