/** What a member's page shows of the past: their orders, or the ledger of one account. */
export const shows = ['orders', 'principal', 'bonus', 'points'] as const
export type Show = (typeof shows)[number]
