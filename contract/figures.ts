import type { Endpoint } from './endpoint.ts'
import { day, id, instant } from './fields.ts'
import { fen, signedFen } from './money.ts'
import * as z from 'zod/mini'

const figures = z.object({
  sales_fen: signedFen, orders: z.int(), member_sales_fen: signedFen, new_members: z.int(),
  topped_up_fen: signedFen,
})
export type Figures = z.output<typeof figures>

/** Today's figures beside the same weekday a week before, up to the same minute. Sales are net of returns. */
export const readToday = {
  method: 'GET', path: '/api/today',
  summary: 'Today: sales, orders, members, top-ups, liability, stores ranked',
  need: 'figures.read', scope: 'store', feature: null,
  query: z.object({ store_id: z.optional(id) }),
  reply: z.object({
    day, compared_with: day, as_of: instant, now: figures, before: figures,
    hours: z.array(z.object({ hour: z.int(), sales_fen: signedFen, before_fen: signedFen })),
    stores: z.array(z.object({
      store_id: id, store: z.string(), ownership: z.enum(['direct', 'franchise']), sales_fen: signedFen,
      before_fen: signedFen, orders: z.int(), member_sales_fen: signedFen,
    })),
    /**
     * What members are owed in stored value: all of the chain's for whoever reaches every store, else those
     * who joined in the stores in reach (R3.06). Principal is the liability; bonus is shown beside it.
     */
    liability: z.object({
      principal_fen: fen, bonus_fen: fen, topped_up_fen: fen, spent_fen: fen, points: z.int(),
    }),
  }),
} satisfies Endpoint
