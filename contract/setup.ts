import type { Endpoint } from './endpoint.ts'
import { oneLine, personName, phone } from './fields.ts'
import { newPassword } from './passwords.ts'
import { me } from './session.ts'
import * as z from 'zod/mini'

/** A one-time code as people type it: 12 signs in groups of four; case, blanks and dashes do not matter. */
export const setupCode = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(60)),
    z.transform((text) => text.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '')),
  ),
  z.string().check(z.regex(/^[a-z0-9]{12}$/, 'setup_code_form')),
)

/** What people type to sign in: small letters, digits and dashes. */
export const chainCode = z.string().check(
  z.trim(), z.toLowerCase(), z.regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'chain_code_form'))

/** The steps of a setup, one object each, so that a screen can check a step before it goes on. */
export const setupSteps = {
  chain: z.object({ name: personName, code: chainCode }),
  store: z.object({
    name: personName,
    /** Ends with a letter: the till's number follows it on a receipt. */
    code: z.string().check(
      z.trim(), z.toUpperCase(), z.regex(/^[A-Z]([A-Z0-9]{0,6}[A-Z])?$/, 'store_code_wrong')),
    ownership: z.enum(['direct', 'franchise']),
    /** Who contracts with the customer (R1.31): the company on the licence. */
    legal_entity: z.string().check(z.trim(), z.minLength(1), z.maxLength(120), oneLine),
    tills: z.int().check(z.minimum(1), z.maximum(50)),
    /** Until this hour of the night a sale counts to the day before. */
    cutoff_hour: z.int().check(z.minimum(0), z.maximum(23)),
  }),
  owner: z.object({ name: personName, phone, password: newPassword }),
} as const

export const readSetup = {
  method: 'GET', path: '/api/setup', summary: 'Whether the first real chain is still to come',
  need: 'open', scope: 'none', feature: null,
  reply: z.object({
    /** `open` until an owner outside a sandbox chain exists; then the printed code opens nothing. */
    state: z.enum(['open', 'done']),
    /** A sandbox chain is there to look around in. */
    sandbox: z.boolean(),
  }),
} satisfies Endpoint

export const checkSetupCode = {
  method: 'POST', path: '/api/setup/code', summary: 'Whether a one-time setup code holds, and for what',
  need: 'open', scope: 'none', feature: null, pace: 'guess',
  body: z.object({ code: setupCode }),
  reply: z.object({
    /** The chain that a platform operator prepared; null for the code printed at start. */
    invited: z.nullable(z.object({ name: z.string(), code: z.string() })),
  }),
} satisfies Endpoint

export const finishSetup = {
  method: 'POST', path: '/api/setup', summary: 'Make a chain with its first store and owner',
  need: 'open', scope: 'none', feature: null, pace: 'guess',
  body: z.object({ setup_code: setupCode, ...setupSteps }),
  reply: me,
} satisfies Endpoint
