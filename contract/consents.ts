import type { Endpoint } from './endpoint.ts'
import { id, instant } from './fields.ts'
import * as z from 'zod/mini'

/**
 * What a member is asked for, each by itself (R1.60). Without service there is no membership; identity is the
 * separate consent that sensitive data wants (R1.61); guardian is a parent's, for whoever is under 14 (C19).
 */
export const consentKinds = ['service', 'marketing', 'profiling', 'identity', 'guardian'] as const
export type ConsentKind = (typeof consentKinds)[number]

export const consentChannels = ['till', 'console'] as const
export type ConsentChannel = (typeof consentChannels)[number]

/** The words of the house, version 1 of every kind. A chain that writes its own begins at version 2. */
export const usualWordings: Record<ConsentKind, { zh: string; en: string }> = {
  service: {
    zh: '用手机号和姓名记会员、积分和储值。不同意就不能入会。',
    en: 'Phone and name are kept for membership, points and stored value. Without it, no membership.',
  },
  marketing: {
    zh: '可以不选，不影响会员权益，以后随时能改。',
    en: 'May be left out; nothing else depends on it, and it can be changed any time.',
  },
  profiling: {
    zh: '按买过的东西推荐商品和优惠。可以不选，不影响会员权益，以后随时能改。',
    en: 'Goods and offers are suggested by what was bought. May be left out, and can be changed any time.',
  },
  identity: {
    zh: '为办理退卡、退款和实名登记，保存姓名、身份证号和银行账号，加密存放，撤回同意就删除。',
    en: 'Real name, ID number and bank account are kept, encrypted, for card refunds and registration,'
      + ' and deleted when this consent is withdrawn.',
  },
  guardian: {
    zh: '孩子不满 14 周岁，监护人同意孩子入会，并同意保存监护人的姓名和手机号以便联系。',
    en: 'The child is under 14: the guardian agrees to the membership, and to name and phone of the guardian'
      + ' being kept for contact.',
  },
}

/** One answer, as it was given: it is never changed, the newest of a kind is in force. */
export const consentGiven = z.object({
  id, kind: z.enum(consentKinds), given: z.boolean(), at: instant, version: z.int(),
  channel: z.enum(consentChannels), store: z.nullable(z.string()), staff: z.nullable(z.string()),
})
export type ConsentGiven = z.output<typeof consentGiven>

export const setConsent = {
  method: 'POST', path: '/api/members/:member_id/consents',
  summary: 'Keep a member\'s answer: given, or withdrawn as easily',
  need: 'members.enrol', scope: 'store', feature: 'members', params: z.object({ member_id: id }),
  body: z.object({
    kind: z.enum(['marketing', 'profiling', 'identity']), given: z.boolean(),
    channel: z.enum(consentChannels),
    /** The store where the member was asked, if it was in one. */
    store_id: z.optional(z.nullable(id)),
    /** The words that were shown; left out, the newest ones. */
    version: z.optional(z.int()),
  }),
  reply: consentGiven,
} satisfies Endpoint

export const wording = z.object({
  kind: z.enum(consentKinds), version: z.int(), zh: z.string(), en: z.string(),
  /** Null for the words of the house. */
  made_at: z.nullable(instant), made_by: z.nullable(z.string()), in_use: z.boolean(),
})
export type Wording = z.output<typeof wording>

export const listWordings = {
  method: 'GET', path: '/api/consent-wordings', summary: 'The words of every consent, all versions',
  need: 'signed_in', scope: 'chain', feature: 'members',
  reply: z.object({ rows: z.array(wording) }),
} satisfies Endpoint

const words = z.string().check(z.trim(), z.minLength(10), z.maxLength(1_000))

export const writeWording = {
  method: 'POST', path: '/api/consent-wordings',
  summary: 'Write new words for a consent; later answers name them',
  need: 'settings.edit', scope: 'chain', feature: 'members',
  body: z.object({ kind: z.enum(consentKinds), zh: words, en: words }),
  reply: wording,
} satisfies Endpoint
