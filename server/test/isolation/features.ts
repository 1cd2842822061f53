import { find } from '#contract/finder.ts'
import type { Feature } from '#contract/features.ts'
import { changeSetting, unsetSetting } from '#contract/setting-doors.ts'
import type { LightMyRequestResponse } from 'fastify'
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
    const gone = await askAll(ground, of_it, (response, where) =>
      response.statusCode === 404 && codeOf(response) === 'feature_off' ? []
        : [`${where} without ${feature} answers ${shortly(response)}`])
    const rows = await heard(chain_id)
    const named = await askAll(ground, others, (response, where) =>
      isYes(response) && names(jsonOf(response), feature)
        ? [`${where} names ${feature}, which is off: ${shortly(response)}`] : [])
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

/** Each caller asks in turn, all of them at once; `judge` says what is wrong with an answer. */
async function askAll(
  ground: Ground, asked: readonly Asked[],
  judge: (response: LightMyRequestResponse, where: string) => string[],
): Promise<string[]> {
  return await ofEach([...new Set(asked.map(({ me }) => me))], async (me) => {
    const faults: string[] = []
    for (const { fixture: { endpoint }, input } of asked.filter((one) => one.me === me)) {
      const response = await askAs(ground, endpoint, { cookie: cookieFor(endpoint, me), input })
      faults.push(...judge(response, `${nameOf(endpoint)} as ${me.name}`))
    }
    return faults
  })
}

/** Whether an answer counts the feature among those there are, or shows members where there are none. */
function names(value: unknown, feature: Feature): boolean {
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, part]) =>
    (key === 'features' && Array.isArray(part) && part.includes(feature))
    || (key === 'members' && feature === 'members' && Array.isArray(part)) || names(part, feature))
}
