import type { Endpoint } from './endpoint.ts'
import { id } from './fields.ts'
import { noteKinds } from './notes.ts'
import * as z from 'zod/mini'

/**
 * Says that figures changed, never what they are: the screen asks for them again. `kinds` is what happened
 * since the event before; an empty list is the first event, or says that some may have been missed.
 */
export const watchFigures = {
  method: 'GET', path: '/api/live', summary: 'Events: figures of the stores in reach changed',
  need: 'figures.read', scope: 'store', feature: null, sends: 'events',
  query: z.object({ store_id: z.optional(id) }),
  reply: z.object({ kinds: z.array(z.enum(noteKinds)) }),
} satisfies Endpoint
export type FiguresChanged = z.output<typeof watchFigures.reply>
