import { find } from '#contract/finder.ts'
import type { Feature } from '#contract/features.ts'
import { changeSetting, unsetSetting } from '#contract/setting-doors.ts'
import { askAs, codeOf, isYes, jsonOf } from './answer.ts'
import type { Input } from './fields.ts'
import { standAs } from './fixture.ts'
import type { Fixture } from './fixture.ts'
import { fixtures, nameOf } from './fixtures.ts'
import type { Ground } from './ground.ts'
import type { Caller } from './people.ts'
import { listenTo } from './record.ts'
import { cookieFor, ofEach, shortly, whoMay } from './walk.ts'

type Asked = { fixture: Fixture; me: Caller; input: Input }

/**
 * A feature that the chain switched off is not there for anybody: whatever belongs to it says so alike, and
 * nothing else names it. Nobody's reaching for it is put on record: it is the house that took it away.
 */
export async function leavesNoTrace(ground: Ground, feature: Feature): Promise<string[]> {
  const { callers: { owner, store_manager }, world: { db, chain_id } } = ground
  const of_it = await prepared(
    ground, fixtures.filter(({ endpoint }) => endpoint.feature === feature), Object.values(ground.callers))
  const others = await prepared(ground, fixtures.filter(({ endpoint }) =>
    endpoint.feature !== feature && (endpoint.method === 'GET' || endpoint === find)), [owner, store_manager])
  await set(ground, { key: 'features_off', place_id: null, value: [feature], starts_at: null })
  try {
    const heard = await listenTo(db, [chain_id])
    const gone = await ofEach(callersIn(of_it), (me) => inTurn(of_it, me, async ({ fixture: { endpoint }, input }) => {
      const response = await askAs(ground, endpoint, { cookie: me.cookie, input })
      return response.statusCode === 404 && codeOf(response) === 'feature_off' ? []
        : [`${nameOf(endpoint)} as ${me.name} without ${feature} answers ${shortly(response)}`]
    }))
    const rows = await heard(chain_id)
    const named = await ofEach(callersIn(others), (me) => inTurn(others, me, async ({ fixture: { endpoint }, input }) => {
      const response = await askAs(ground, endpoint, { cookie: cookieFor(endpoint, me), input })
      return isYes(response) && names(jsonOf(response), feature)
        ? [`${nameOf(endpoint)} as ${me.name} names ${feature}, which is off: ${shortly(response)}`] : []
    }))
    return [...gone, ...named, ...rows.map((row) => `${row.verb} is on record: ${JSON.stringify(row)}`)]
  } finally {
    await askAs(ground, unsetSetting, {
      cookie: owner.cookie, input: { key: 'features_off', place_id: chain_id },
    })
  }
}

async function set(ground: Ground, input: Input): Promise<void> {
  const response = await askAs(ground, changeSetting, { cookie: ground.callers.owner.cookie, input })
  if (!isYes(response)) throw new Error(`the feature was not switched off: ${response.body}`)
}

/** Requests that work, made while everything is on. */
async function prepared(
  ground: Ground, of: readonly Fixture[], callers: readonly Caller[],
): Promise<Asked[]> {
  const asked: Asked[] = []
  await ofEach(callers, async (me) => {
    const at = await standAs(ground, me)
    for (const fixture of of.filter(({ endpoint }) => whoMay(ground, endpoint).includes(me))) {
      const input = await (fixture.idle ?? fixture.ask)(at)
      if (Object.keys(fixture.ids).every((path) => !(path in input) || input[path] !== undefined))
        asked.push({ fixture, me, input })
    }
    return []
  })
  return asked
}

const callersIn = (asked: readonly Asked[]): Caller[] => [...new Set(asked.map(({ me }) => me))]

async function inTurn(
  asked: readonly Asked[], me: Caller, ask: (one: Asked) => Promise<string[]>,
): Promise<string[]> {
  const faults: string[] = []
  for (const one of asked) if (one.me === me) faults.push(...await ask(one))
  return faults
}

/** Whether an answer counts the feature among those there are, or shows members where there are none. */
function names(value: unknown, feature: Feature): boolean {
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, part]) =>
    (key === 'features' && Array.isArray(part) && part.includes(feature))
    || (key === 'members' && feature === 'members' && Array.isArray(part)) || names(part, feature))
}
