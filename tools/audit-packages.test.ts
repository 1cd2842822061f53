import { expect, test } from 'vitest'
import { findingsIn, judge, reasonsIn } from './audit-packages.ts'

const advisory = (id: string, severity: string) =>
  ({ source: 1_098_765, title: 'A hole', url: `https://github.com/advisories/${id}`, severity })
const report = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    parser: {
      severity: 'high',
      via: [advisory('GHSA-aaaa-bbbb-cccc', 'high'), advisory('GHSA-mild-mild-mild', 'moderate')],
    },
    reader: { severity: 'critical', via: ['parser', advisory('GHSA-dddd-eeee-ffff', 'critical')] },
    writer: { severity: 'high', via: [advisory('GHSA-aaaa-bbbb-cccc', 'high')] },
  },
})

test('grave findings are told once each, with all that they reach', () => {
  expect(findingsIn(report)).toEqual([
    { id: 'GHSA-aaaa-bbbb-cccc', title: 'A hole', severity: 'high', packages: ['parser', 'writer'] },
    { id: 'GHSA-dddd-eeee-ffff', title: 'A hole', severity: 'critical', packages: ['reader'] },
  ])
  expect(findingsIn(JSON.stringify({ vulnerabilities: {} }))).toEqual([])
})

test('a registry without an audit is no finding, and no clean bill either', () => {
  for (const answer of ['', 'npm error', 'null',
    '{"error":{"code":"E405","summary":"405 Method Not Allowed"}}',
    '{"message":"405 Method Not Allowed","method":"POST","statusCode":405}']) {
    expect.soft(findingsIn(answer)).toBeNull()
    const lines = [expect.stringContaining('nothing was looked at')]
    expect.soft(judge(answer, '')).toMatchObject({ failed: false, lines })
  }
})

test('a finding passes with a written reason alone', () => {
  const row = (id: string, reason: string) => `| ${id} | parser | ${reason} |\n`
  expect(judge(report, '')).toMatchObject({ failed: true })
  expect(judge(report, row('GHSA-aaaa-bbbb-cccc', 'only in tests'))).toMatchObject({ failed: true })
  const both = row('GHSA-aaaa-bbbb-cccc', 'only in tests') + row('GHSA-dddd-eeee-ffff', 'never reached')
  const told = ['2 high or critical, 2 with a written reason.']
  expect(judge(report, both)).toEqual({ failed: false, lines: told })
  const empty = row('GHSA-aaaa-bbbb-cccc', ' ') + row('GHSA-dddd-eeee-ffff', 'never reached')
  expect(judge(report, empty).failed).toBe(true)
  const { failed, lines } = judge(report, `${both}${row('GHSA-gggg-hhhh-iiii', 'was there once')}`)
  expect([failed, lines[0]])
    .toEqual([false, 'GHSA-gggg-hhhh-iiii in docs/security.md is no longer found: take its row out.'])
  expect(reasonsIn('| advisory | package | reason |\n| --- | --- | --- |\n').size).toBe(0)
})
