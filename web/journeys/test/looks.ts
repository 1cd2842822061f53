import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Fingers need this much, in pixels. */
const touch_px = 44

/** `axe`: ask it too. `touch`: fingers press here. */
type Wanted = { axe: boolean; touch: boolean }

/** Everything wrong with what is on the screen now, in words; empty when it is as it should be. */
export async function wrongHere(page: Page, { axe, touch }: Wanted): Promise<string[]> {
  await settled(page)
  return [
    ...await page.evaluate(whatIsCut),
    ...touch ? await page.evaluate(whatIsSmall, touch_px) : [],
    ...axe ? await axeFaults(page) : [],
  ]
}

/** Nothing is loading or moving any more, and fonts and late answers have had a moment. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(60)
  await page.waitForFunction(() => document.querySelector('.skel') === null
    && document.getAnimations().every(({ effect, playState }) =>
      playState !== 'running' || effect?.getComputedTiming().endTime === Infinity))
  await page.waitForTimeout(60)
}

async function axeFaults(page: Page): Promise<string[]> {
  // Our pages hold no frames: without a page of its own to gather them in, axe takes half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return grave.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary = '' }) =>
    `${id} at ${String(target)}: ${failureSummary.split('\n')[1]}`))
}

/**
 * What runs off the screen sideways, amounts that an edge cuts (a cut amount is a wrong amount), and words
 * that are cut for good.
 */
function whatIsCut(): string[] {
  const over = document.documentElement.scrollWidth - innerWidth
  const widest = [...document.querySelectorAll('body *')]
    .reduce((far, one) => far.getBoundingClientRect().right >= one.getBoundingClientRect().right ? far : one)
  const wrong = over > 0 ? [`the page is ${over} px too wide, by ${widest.outerHTML.slice(0, 120)}`] : []
  for (const amount of document.querySelectorAll('.amt, .tile .pr')) {
    const { left, right, width } = amount.getBoundingClientRect()
    if (width === 0 || amount.closest('.print-only')) continue
    for (let box = amount.parentElement; box; box = box.parentElement) {
      const edge = box.getBoundingClientRect(), { overflowX } = getComputedStyle(box)
      if (overflowX === 'visible' || edge.width < 4) continue
      // What scrolls sideways on purpose is not cut.
      if (['auto', 'scroll'].includes(overflowX) && box.scrollWidth > box.clientWidth + 1) break
      if (left < edge.left - 1 || right > edge.right + 1)
        wrong.push(`the amount ${amount.textContent} is cut by .${box.className || box.tagName}`)
    }
  }
  // Words that end in dots are whole in a title: on themselves, around them, or inside what is pressed.
  const shown = '.cut, td, th, h1, h2, button, a, .ant-select-content-value'
  for (const words of document.querySelectorAll(shown)) {
    // What only a reader hears has no width.
    if (words.scrollWidth <= words.clientWidth + 1 || words.clientWidth < 8) continue
    const { textOverflow, overflowX } = getComputedStyle(words)
    const isCut = textOverflow === 'ellipsis' && overflowX !== 'visible'
    if (isCut && words.closest('[title]') === null && words.querySelector('[title]') === null)
      wrong.push(`"${words.textContent}" is cut and nothing says the rest`)
  }
  return wrong
}

/**
 * What can be pressed and is too small for a finger. A field counts with its frame, a box with its label, a
 * link that opens a row with its row.
 */
function whatIsSmall(least_px: number): string[] {
  const top = [...document.querySelectorAll('dialog[open], .ant-drawer-open, .ant-modal')].at(-1)
    ?? document.body
  const wrong = new Set<string>()
  for (const one of top.querySelectorAll('button, a[href], input, select, [role=option]')) {
    const whole = one.closest('.row-to') ? one.closest('tr, li')
      : one.closest('label, .field, .box, .ant-select')
    const { width, height, bottom } = (whole ?? one).getBoundingClientRect()
    const seen = width > 0 && height > 0 && bottom > 0 && getComputedStyle(one).visibility !== 'hidden'
    if (!seen || Math.round(Math.min(width, height)) >= least_px) continue
    const name = one.getAttribute('aria-label') ?? (one.textContent || one.id)
    wrong.add(`${name} is only ${Math.round(width)} × ${Math.round(height)} px`)
  }
  return [...wrong]
}
