import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lastLine, lookAtAll, tool, vitest } from './gates.ts'
import type { Gate } from './gates.ts'
import { walk } from './source.ts'

// All gates, the same here and in CI: `npm test`. `npm test -- pricing` runs the tests whose path says so.
process.chdir(join(import.meta.dirname, '..'))

function allGates(): Gate[] {
  const projects = {
    types: 'tsconfig.json', 'types web': 'web/tsconfig.json',
    'types journeys': 'web/journeys/tsconfig.json',
  }
  const types = Object.entries(projects).filter(([, path]) => existsSync(path)).map(([name, path]) =>
    tool(name, 'typescript/bin/tsc', ['--noEmit', '-p', path]))
  return [
    ...types,
    tool('lint', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '.']),
    vitest('tests', 'vitest.config.ts', []),
    vitest('journeys', 'vitest.browser.config.ts', []),
  ]
}

function chosenGates(words: readonly string[]): Gate[] {
  const fits = (path: string): boolean => words.some((word) => path.includes(word))
  const chosen = walk('.').filter(fits)
  const tests = vitest('tests', 'vitest.config.ts', words)
  const journeys = vitest('journeys', 'vitest.browser.config.ts', words)
  const hasJourney = chosen.some((path) => path.endsWith('.journey.ts'))
  const hasTest = chosen.some((path) => /\.test\.tsx?$/.test(path))
  return [...hasTest || !hasJourney ? [tests] : [], ...hasJourney ? [journeys] : []]
}

const words = process.argv.slice(2)
const sum = await lookAtAll(words.length > 0 ? chosenGates(words) : allGates())
process.exitCode = sum.failed > 0 ? 1 : 0
console.log(`\n${lastLine(sum)}`)
