import type { Milli } from '#contract/money.ts'
import { newId } from '#kernel/ids.ts'
import { giveBack, worth } from '#test/reference-model.ts'
import type { Model, Sold } from '#test/reference-model.ts'
import type { Order } from './orders.ts'
import { base, holdingsOf, step, when, whoOf } from './story-step.test-model.ts'
import type { Op, Step, Story } from './story-step.test-model.ts'

/** Whether so much money in all needs a second person, whom no story has. */
const isOver = ({ policy: { returnOver } }: Model, sold: Sold, asked: ReadonlyMap<number, bigint>) =>
  returnOver !== null
    && sold.columns.reduce((all, column) => all + column.back, worth(sold, asked)) > returnOver

/** A part of a line, the whole, or what cannot come back: too much, half a piece, an unknown line. */
export function givesBack(story: Story, [, a = 0, b = 0, c = 0, d = 0]: Op): Step {
  const { model, sales, at } = story
  const sale = sales[sales.length - 1 - a % Math.min(sales.length, 4)]!, { sold } = sale
  const left = sold.lines.map((line) => Number(line.qty - line.back))
  const index = b % left.length, one = left[index]!, { byWeight } = sold.lines[index]!
  const part = byWeight ? 1 + c % Math.max(1, one) : 1000 * (1 + c % Math.max(1, one / 1000))
  const all = left.flatMap((qty, line) => qty > 0 ? [[line, qty] as const] : [])
  const wanted = [[[index, part]], [[index, part]], all, all, [[index, one + 1000]], [[index, 500]],
    [[left.length, 1000]], [[index, part], [index, 1000]]][d % 8]! as [number, number][]
  const asked = new Map<number, bigint>()
  for (const [line, qty] of wanted) asked.set(line, (asked.get(line) ?? 0n) + BigInt(qty))
  const at_home = Math.floor(d / 8) % 4 > 0, { elsewhere } = story.place
  // Seldom without the token, or with another receipt's.
  const token = Math.floor(d / 32) % 3 > 0 ? sale.token : sales[0]!.token
  const halved = wanted.some(([line, qty]) => sold.lines[line]?.byWeight === false && qty % 1000 !== 0)
  const { who, ...where } = at_home ? { ...base(story), who: whoOf(story) }
    : { ...elsewhere, op_key: newId(), who: { ...elsewhere.who, now: new Date(at) } }
  const order: Order = { kind: 'return', who, input: {
    ...where, sale_id: sale.id, reason: '不新鲜', ...at_home ? {} : { token },
    lines: wanted.map(([line, qty]) => ({ line: line + 1, qty_m: qty as Milli })),
  } }
  return step(order, {
    whyNot: [
      ...when(!at_home && token !== sale.token, 'not_found'),
      ...when(isOver(model, sold, asked), 'approval_needed'),
      ...when(wanted.length === 0, 'return_nothing'), ...when(halved, 'return_not_whole'),
      ...when(wanted.some(([line]) => !sold.lines[line]), 'return_line_unknown'),
      ...when([...asked].some(([line, qty]) => qty > (left[line] ?? Infinity)), 'return_more_than_sold'),
    ],
    answer() {
      const back = giveBack(model, sold, { wanted: asked, at })
      return { amount_fen: Number(back.amount), points_back: Number(back.points),
        points_clawed: Number(back.clawed),
        holdings: holdingsOf(sold.member), tenders: sold.columns.map(({ kind }, column) =>
          ({ column, kind, amount_fen: Number(back.columns[column]) })) }
    },
  })
}
