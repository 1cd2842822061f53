import { expect, test, vi } from 'vitest'
import { countOf, lastLine, lookAtAll, tool } from './gates.ts'

const quietly = async <Answer>(look: () => Promise<Answer>): Promise<Answer> => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation(() => {})
  return await look().finally(() => { vi.restoreAllMocks() })
}

test('every gate is looked at and counted, also after one that failed or could not begin', async () => {
  const sum = await quietly(() => lookAtAll([
    { name: 'a', look: async () => ({ passed: 2, failed: 1, skipped: 0 }) },
    { name: 'b', look: async () => { throw new Error('no such program') } },
    { name: 'c', look: async () => ({ passed: 3, failed: 0, skipped: 4 }) },
  ]))
  expect(lastLine(sum)).toBe('5 passed, 2 failed, 4 skipped')
})

test('a tool passes with the exit code 0 alone', async () => {
  const version = tool('types', 'typescript/bin/tsc', ['--version'])
  const wrong = tool('types', 'typescript/bin/tsc', ['--no-such-option'])
  expect(lastLine(await quietly(() => lookAtAll([version])))).toBe('1 passed, 0 failed')
  expect(lastLine(await quietly(() => lookAtAll([version, wrong])))).toBe('1 passed, 1 failed')
})

test('a report is counted, and what is no report is refused', () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 3 }
  expect(countOf(JSON.stringify(report))).toEqual({ passed: 5, failed: 1, skipped: 5 })
  expect(() => countOf('{}')).toThrow('no report of vitest')
})

test('the last line names skipped tests only where there are any', () => {
  expect(lastLine({ passed: 212, failed: 0, skipped: 0 })).toBe('212 passed, 0 failed')
})
