import type { Endpoint } from '#contract/endpoint.ts'
import { listRoles } from '#contract/org.ts'
import type { RoleRow } from '#contract/org.ts'
import { signIn } from '#contract/session.ts'
import { inChain, sql } from '#kernel/db.ts'
import { enterInDirectory } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { digestOf, newToken } from '#modules/access/access.ts'
import { addEveryRole } from '#test/every-role.ts'
import type { EveryRole } from '#test/every-role.ts'
import { ask, serveWorld } from '#test/served.ts'
import type { Served } from '#test/served.ts'
import { freshDatabase, makeWorld, password } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import type { World } from '#test/world.ts'
import type { RoleCode } from '#contract/roles.ts'

/** What came back, in short: the code of a refusal or the status, and the whole answer. */
export type Told = { told: string | number; body: Answer }
/** Whatever an endpoint answers; each test knows what it asked for. */
export type Answer = Record<string, unknown> & { rows: Record<string, unknown>[] }

/** One chain with somebody in every role, each of them signed in and up to no good. */
export type Stage = Served & {
  fresh: FreshDatabase; world: World; people: EveryRole
  /** Asks with a cookie, or as one of the roles. */
  as: (who: RoleCode | { cookie: string }, endpoint: Endpoint, request?: object) => Promise<Told>
  signedIn: (phone: string, given?: string) => Promise<string>
  /** A session of somebody, without the work that a password is. */
  sessionOf: (staff_id: string) => Promise<string>
  roleOf: (code: RoleCode) => Promise<RoleRow>
  end: () => Promise<void>
}

/** A pace that no test here keeps up with. */
const paces = { person: 1e6, guess: 1e6, costly: 1e6 }

export async function openStage(): Promise<Stage> {
  const fresh = await freshDatabase()
  const world = await makeWorld(fresh.db), people = await addEveryRole(world)
  const served = await serveWorld(world, fresh.app_url, { paces })
  const { app } = served
  const signedIn = async (phone: string, given = password): Promise<string> => {
    const response = await ask(app, signIn, { chain_code: world.code, phone, password: given })
    return response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  }
  const sessionOf = async (staff_id: string): Promise<string> => {
    const token = newToken(), now = new Date(), ends_at = new Date(now.getTime() + 3_600_000)
    await inChain(world.db, world.chain_id, async (tx) => {
      await enterInDirectory(tx, 'session', { value: digestOf(token), chain_id: world.chain_id })
      await sql`insert into access.sessions
          (chain_id, staff_id, id, token_hash, device, started_at, seen_at, ends_at)
        values (${world.chain_id}, ${staff_id}, ${newId()}, ${digestOf(token)}, 'other', ${now}, ${now},
                ${ends_at})`.execute(tx)
    })
    return `shuke_session=${token}`
  }
  const cookies: Partial<Record<RoleCode, Promise<string>>> = {}
  const cookieOf = (code: RoleCode): Promise<string> => cookies[code] ??= sessionOf(people[code].staff_id)
  const as: Stage['as'] = async (who, endpoint, request = {}) => {
    const cookie = typeof who === 'string' ? await cookieOf(who) : who.cookie
    const response = await ask(app, endpoint, { ...request, as: { cookie } })
    const body = response.json<Answer & { code?: string }>()
    return { told: response.statusCode === 200 ? 200 : body.code ?? response.statusCode, body }
  }
  return {
    ...served, fresh, world, people, as, signedIn, sessionOf,
    roleOf: async (code) => (await as('owner', listRoles)).body.rows
      .find((row) => row['code'] === code) as unknown as RoleRow,
    async end() {
      await served.close()
      await fresh.drop()
    },
  }
}
