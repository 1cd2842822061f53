import type { KeptForGood } from '#kernel/route.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'

type Exchange = { request: FastifyRequest; reply: FastifyReply }

const session_s = 7 * 24 * 60 * 60

/** Whose session a cookie carries: somebody's in a chain, or that of one who runs the installation. */
export type Whose = 'somebody' | 'operator'
const names: Record<Whose, string> = { somebody: 'shuke_session', operator: 'shuke_operator' }

/**
 * Over https a cookie's name says that it came over https, from this very host, for all of it: a neighbour on
 * plain http can neither read it nor set another in its place. A shop's own network may have no https.
 */
export const nameOver = (request: FastifyRequest, name: string): string =>
  request.protocol === 'https' ? `__Host-${name}` : name

/** The session's token as the browser kept it for this way of asking. */
export const tokenOf = (request: FastifyRequest, whose: Whose = 'somebody'): string | undefined =>
  request.cookies[nameOver(request, names[whose])]

const kept_s = 400 * 24 * 60 * 60

export const keptOf = (request: FastifyRequest) => {
  const kept = (name: string) => request.cookies[nameOver(request, `shuke_${name}`)] ?? null
  return {
    session: tokenOf(request) ?? null, browser: kept('browser'), desk: kept('desk'), till: kept('till'),
  }
}

export function keepForGood({ request, reply }: Exchange, what: KeptForGood, token: string): void {
  reply.setCookie(nameOver(request, `shuke_${what}`), token, {
    httpOnly: true, sameSite: 'strict', path: '/', secure: request.protocol === 'https', maxAge: kept_s,
  })
}

/** The session lives in a cookie that no script can read and no other site can send. Null takes it back. */
export function keepToken(
  { request, reply }: Exchange, token: string | null, whose: Whose = 'somebody',
): void {
  const options = {
    httpOnly: true, sameSite: 'strict', path: '/', secure: request.protocol === 'https',
  } as const
  const name = nameOver(request, names[whose])
  if (token === null) reply.clearCookie(name, options)
  else reply.setCookie(name, token, { ...options, maxAge: session_s })
}
