import type { Endpoint } from '#contract/endpoint.ts'
import { refuse } from '#kernel/refusal.ts'
import type { SignedIn } from '#modules/access/access.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { byAddress, isLocal } from './harden.ts'
import type { Paces } from './house.ts'

export const usual_paces: Paces = { person: 1_800, guess: 60, costly: 30 }

type Asked = { request: FastifyRequest; reply: FastifyReply; endpoint: Endpoint }
export type PaceKeeper = {
  /** Before anybody is looked up. Refuses `too_often`. */
  stranger: (asked: Asked) => Promise<void>
  /** Once it is known who asks. Refuses `too_often`. */
  person: (asked: Asked, signed: SignedIn) => Promise<void>
}

/** Whoever may ask unsigned and change something may guess. */
const paceOf = ({ pace, need, method }: Endpoint): Endpoint['pace'] | null =>
  pace ?? (need === 'open' && method !== 'GET' ? 'guess' : null)

/** Keeps callers to their pace, each by themselves: nobody's haste makes another wait. */
export function openPaces(app: FastifyInstance, paces: Paces): PaceKeeper {
  const timeWindow = 60_000
  const ofStrangers = app.createRateLimit({
    max: paces.guess, timeWindow, allowList: isLocal, keyGenerator: byAddress,
  })
  const byPerson = (max: number) => app.createRateLimit({
    max, timeWindow, allowList: isLocal,
    keyGenerator: ({ signed }) => signed ? `${signed.who.chain_id} ${signed.who.principal.id}` : 'nobody',
  })
  const keepers = {
    person: byPerson(paces.person), guess: byPerson(paces.guess), costly: byPerson(paces.costly),
  }
  return {
    async stranger({ request, reply, endpoint }) {
      if (endpoint.need === 'open' && paceOf(endpoint) === 'guess') await hold(ofStrangers, request, reply)
    },
    async person({ request, reply, endpoint }) {
      await hold(keepers.person, request, reply)
      const pace = paceOf(endpoint)
      if (pace) await hold(keepers[pace], request, reply)
    },
  }
}

type Keeper = ReturnType<FastifyInstance['createRateLimit']>

async function hold(keeper: Keeper, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const found = await keeper(request)
  if (found.isAllowed || !found.isExceeded) return
  const wait_s = Math.max(1, found.ttlInSeconds)
  void reply.header('retry-after', wait_s)
  refuse('too_often', { wait_s })
}
