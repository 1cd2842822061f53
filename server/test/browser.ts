import type { Endpoint } from '#contract/endpoint.ts'
import { signIn } from '#contract/session.ts'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { ask } from './served.ts'
import { password, phoneOf } from './world.ts'
import type { PersonName, World } from './world.ts'

/** Somebody's browser: it keeps its cookies between requests, and asks from one address. */
export type Browser = {
  cookies: Map<string, string>
  ask(endpoint: Endpoint, request?: Record<string, unknown>): Promise<LightMyRequestResponse>
  signIn(name: PersonName, given?: string): Promise<LightMyRequestResponse>
}

export function openBrowser(app: FastifyInstance, world: World, remoteAddress = '192.168.1.20'): Browser {
  const cookies = new Map<string, string>()
  const browser: Browser = {
    cookies,
    async ask(endpoint, request = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await ask(app, endpoint, { ...request, as: { cookie, remoteAddress } })
      for (const { name, value } of response.cookies) {
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      return response
    },
    signIn: (name, given = password) => browser.ask(signIn, {
      chain_code: world.code, phone: phoneOf(name), password: given,
    }),
  }
  return browser
}

/** What was answered, in short: the code of a refusal, or the status. */
export const told = (response: LightMyRequestResponse): string | number =>
  response.json<{ code?: string }>().code ?? response.statusCode
