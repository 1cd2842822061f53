/** What can have happened. Each is written as a note in the transaction that made it so. */
export const noteKinds = [
  'sale.settled', 'sale.returned', 'value.topped_up', 'value.adjusted', 'member.enrolled', 'goods.changed',
  'setting.changed',
] as const
export type NoteKind = (typeof noteKinds)[number]

/**
 * The page of subscriptions: every reaction of the house, what it listens to and which notes it may cause in
 * turn. A test refuses a circle. A reaction's code stands beside its name in
 * `server/src/http/subscriptions.ts`.
 */
export const subscriptions = {
  /** Hourly figures per store: sales, returns, top-ups. */
  'insights.hours': {
    on: ['sale.settled', 'sale.returned', 'value.topped_up', 'member.enrolled'], may_cause: [],
  },
  /** The day a member was last here, and which stores know them. */
  'members.visits': { on: ['sale.settled', 'value.topped_up'], may_cause: [] },
} as const satisfies Record<string, { on: readonly NoteKind[]; may_cause: readonly NoteKind[] }>
export type Subscription = keyof typeof subscriptions
