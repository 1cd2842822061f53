import type { Endpoint } from './endpoint.ts'
import { id, instant, oneLine, opKey, pageOf, paging, personName, phone, searchText } from './fields.ts'
import { newPassword } from './passwords.ts'
import { permissions } from './permissions.ts'
import type { Permission } from './permissions.ts'
import { chainCode } from './setup.ts'
import * as z from 'zod/mini'

/**
 * All that a chain can ever grant to whoever runs the installation: looking, and putting goods, stores and
 * settings right. Nothing that moves value, opens a phone number in full, takes data out, or lets others in.
 */
export const supportPermissions = [
  'sales.read', 'members.find', 'members.read', 'value.read', 'goods.read', 'goods.edit', 'stock.read',
  'figures.read', 'stores.read', 'stores.edit', 'staff.read', 'settings.read', 'settings.edit', 'audit.read',
  'docs.read',
] as const satisfies readonly Permission[]
export type SupportPermission = (typeof supportPermissions)[number]

/** A grant lasts at most this long; whoever needs more asks again. */
export const grant_days_max = 30

const need = 'operator' as const, scope = 'none' as const, feature = null

const operator = z.object({
  id, name: z.string(),
  /** The password was handed over by somebody else: it must be changed before anything else. */
  must_change: z.boolean(),
})
export type OperatorMe = z.output<typeof operator>

export const signInOperator = {
  method: 'POST', path: '/api/operator/session', summary: 'Sign in as one who runs the installation',
  need: 'open', scope, feature, pace: 'guess',
  body: z.object({ phone, password: z.string().check(z.minLength(1), z.maxLength(200)) }),
  reply: operator,
} satisfies Endpoint

export const readOperator = {
  method: 'GET', path: '/api/operator/session', summary: 'Which operator is signed in here',
  need, scope, feature, reply: operator,
} satisfies Endpoint

export const signOutOperator = {
  method: 'DELETE', path: '/api/operator/session',
  summary: 'End this operator\'s session, and every visit to a chain that began in it',
  need, scope, feature, reply: z.object({}),
} satisfies Endpoint

export const changeOperatorPassword = {
  method: 'POST', path: '/api/operator/password', summary: 'Change my password; my other sessions end',
  need, scope, feature, pace: 'guess',
  body: z.object({ password: z.string().check(z.minLength(1), z.maxLength(200)), new_password: newPassword }),
  reply: operator,
} satisfies Endpoint

const visit = z.object({ until_at: instant, permissions: z.array(z.enum(permissions)) })
const chainRow = z.object({
  id, code: z.string(), name: z.string(), stores: z.int(), made_at: instant, sandbox: z.boolean(),
  /** What the chain lets me do now, and until when; null where it lets me do nothing. */
  grant: z.nullable(visit),
})
export type ChainRow = z.output<typeof chainRow>

export const listChains = {
  method: 'GET', path: '/api/operator/chains', summary: 'The chains; nothing of what is in them',
  need, scope, feature, query: z.object({ search: z.optional(searchText), ...paging }),
  reply: pageOf(chainRow),
} satisfies Endpoint

const invitation = z.object({
  id, chain_code: z.string(), name: z.string(), made_at: instant, ends_at: instant, by: z.string(),
  state: z.enum(['open', 'used', 'ended']),
})
export type InvitationRow = z.output<typeof invitation>

export const listInvitations = {
  method: 'GET', path: '/api/operator/invitations',
    summary: 'Chains that wait for their owner, and those of before',
  need, scope, feature, reply: z.object({ rows: z.array(invitation) }),
} satisfies Endpoint

/**
 * Asked again for the same chain code it makes a new setup code and the old one dies: so an answer that was
 * lost on the way costs nothing.
 */
export const inviteChain = {
  method: 'POST', path: '/api/operator/invitations', summary: 'Prepare a chain; its owner finishes it',
  need, scope, feature, body: z.object({ code: chainCode, name: personName }),
  reply: z.object({ invitation, setup_code: z.string() }),
} satisfies Endpoint

export const withdrawInvitation = {
  method: 'DELETE', path: '/api/operator/invitations/:invitation_id',
  summary: 'A setup code that shall not be used any more', need, scope, feature,
    params: z.object({ invitation_id: id }), reply: z.object({}),
} satisfies Endpoint

export const enterChain = {
  method: 'POST', path: '/api/operator/chains/:chain_id/visits', summary: 'Enter a chain that lets me in',
  need, scope, feature, params: z.object({ chain_id: id }), reply: visit,
} satisfies Endpoint

const grant = z.object({
  id, operator_id: id, operator: z.string(), phone_masked: z.string(),
    permissions: z.array(z.enum(permissions)),
  reason: z.string(), from_at: instant, until_at: instant, given_by: z.string(), given_at: instant,
  ended_at: z.nullable(instant), ended_by: z.nullable(z.string()),
  state: z.enum(['coming', 'live', 'over', 'ended']), entered_at: z.nullable(instant),
})
export type GrantRow = z.output<typeof grant>

export const listGrants = {
  method: 'GET', path: '/api/operator-grants', summary: 'Whom of the platform this chain let in',
  need: 'operators.admit', scope: 'chain', feature, reply: z.object({ rows: z.array(grant) }),
} satisfies Endpoint

export const admitOperator = {
  method: 'POST', path: '/api/operator-grants', summary: 'Let a platform operator in for some days',
  need: 'operators.admit', scope: 'chain', feature,
  body: z.object({
    op_key: opKey, phone, from_at: z.nullable(instant), until_at: instant,
    permissions: z.array(z.enum(supportPermissions)).check(z.minLength(1), z.maxLength(50)),
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(200), oneLine),
  }),
  reply: grant,
} satisfies Endpoint

export const endGrant = {
  method: 'DELETE', path: '/api/operator-grants/:grant_id',
  summary: 'End a grant now; who is inside is out within seconds', need: 'operators.admit', scope: 'chain',
    feature, params: z.object({ grant_id: id }), reply: grant,
} satisfies Endpoint
