import type { Endpoint } from '#contract/endpoint.ts'
import { idFields } from './fields.ts'
import type { Fixture } from './fixture.ts'
import { accessFixtures } from './fixtures/access.ts'
import { goodsFixtures } from './fixtures/goods.ts'
import { houseFixtures } from './fixtures/house.ts'
import { membersFixtures } from './fixtures/members.ts'
import { orgFixtures } from './fixtures/org.ts'
import { platformFixtures } from './fixtures/platform.ts'
import { salesFixtures } from './fixtures/sales.ts'

/** How every endpoint of the contract is asked. */
export const fixtures: readonly Fixture[] = [
  ...platformFixtures, ...accessFixtures, ...orgFixtures, ...goodsFixtures, ...membersFixtures,
  ...salesFixtures, ...houseFixtures,
]

export const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`

/** What stands between the contract and a walk over all of it: one sentence each, with what to do. */
export function fixtureFaults(endpoints: readonly Endpoint[], given = fixtures): string[] {
  const missing = endpoints.filter((endpoint) => !given.some((one) => one.endpoint === endpoint))
  const twice = given.filter((one, at) => given.findIndex((other) => other.endpoint === one.endpoint) !== at)
  const strange = given.filter(({ endpoint }) => !endpoints.includes(endpoint))
  return [
    ...missing.map((endpoint) =>
      `${nameOf(endpoint)} has no fixture: add \`fixture(…, { ask, ids })\` to a file in`
      + ` server/test/isolation/fixtures/ with a request that works and what each of its ids names`
      + ` (${idFields(endpoint).join(', ') || 'it has none'})`),
    ...twice.map(({ endpoint }) => `${nameOf(endpoint)} has two fixtures: take one away`),
    ...strange.map(({ endpoint }) => `${nameOf(endpoint)} is in no contract: take its fixture away`),
    ...given.flatMap(({ endpoint, ids }) => {
      const there = idFields(endpoint), told = Object.keys(ids)
      return [
        ...there.filter((path) => !told.includes(path)).map((path) =>
          `${nameOf(endpoint)} has an id ${path}: say in \`ids\` of its fixture what kind of thing it names`),
        ...told.filter((path) => !there.includes(path)).map((path) =>
          `${nameOf(endpoint)} has no id ${path}: take it from \`ids\` of its fixture`),
      ]
    }),
  ]
}
