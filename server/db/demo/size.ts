import type { RoundingMode } from '#contract/sales.ts'

/** How large the demo is: whole days of trading before the day it is made, and members. */
export type DemoSize = { days: number; members: number }

export const full_size: DemoSize = { days: 60, members: 500 }

/** Every chance of the demo begins here: another seed, another demo. */
export const seed = 'shisui-1'

/** Walk-in customers a day for each member: about a third of all sales. */
export const walk_ins_a_day = 0.06

/** Sales to expect a day for each member, walk-ins included: what the shelves are filled for. */
export const sales_a_day = 0.18

/** What the chain sets for 抹零: the fen are dropped where all is paid in cash. */
export const demo_rounding: RoundingMode = 'drop_fen'
