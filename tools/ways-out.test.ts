import { expect, test } from 'vitest'
import { inTree } from './test/tree.ts'
import { waysOut } from './ways-out.ts'

test('the server asks no address but through the one way out', () => {
  expect(waysOut(process.cwd())).toEqual([])
})

test('each way out is found by its place', () => {
  const cases: [string, string | null][] = [
    [`const answer = await fetch(address)`, '1 reaches'], [`\nvoid globalThis.fetch`, '2 reaches'],
    [`new WebSocket(address)`, '1 reaches'], [`import { request } from 'node:http'`, '1 imports node:http,'],
    [`import https from 'https'`, '1 imports https,'],
    [`import { connect } from 'node:net'`, '1 imports node:net,'],
    [`const { lookup } = await import('node:dns/promises')`, '1 imports node:dns/promises,'],
    [`import { Agent } from 'undici'`, '1 imports undici,'],
    [`import type { Server } from 'node:https'`, null], [`await fetchOutside(address, wanted)`, null],
    [`// fetch(address) would ask anybody`, null], [`const words = 'fetch(address)'`, null],
    [`queries.fetch(address)`, null],
  ]
  for (const [text, fault] of cases) {
    const found = inTree({ 'server/src/modules/catalog/pictures.ts': text }, waysOut)
    expect.soft([text, found.length > 0 ? found[0]!.replace(/^.*?:/, '').slice(0, fault?.length) : null])
      .toEqual([text, fault])
  }
  const free = ['web/ui/call.ts', 'server/src/http/a.test.ts', 'bench/load.ts']
  expect(inTree(Object.fromEntries(free.map((path) => [path, 'fetch(1)'])), waysOut)).toEqual([])
  // The file that may import calls nothing that looks names up by itself, either.
  expect(inTree({ 'server/src/kernel/outbound.ts': `import 'node:http'` }, waysOut)).toEqual([])
  expect(inTree({ 'server/src/kernel/outbound.ts': `fetch(1)` }, waysOut)).toHaveLength(1)
})
