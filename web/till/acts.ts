import { createGoods } from '#contract/goods.ts'
import { enrolMember } from '#contract/members.ts'
import { returnSale, settleSale } from '#contract/sales.ts'
import { topUp } from '#contract/value.ts'
import { makeAct } from './act.ts'
import { box, chooseMember, ringUp } from './box.ts'
import { addSku } from './catalog.ts'
import { counter } from './counter.ts'
import { closeSheet, lastSale } from './sheets.ts'

/** Everything a till does that must happen once, and what follows when it has. */
export const acts = {
  settle: makeAct('settle', settleSale, ({ sale_id }) => {
    lastSale.send(sale_id)
    counter.send({ do: 'next' })
    box.send({ text: '', note: null })
    closeSheet()
  }),
  top_up: makeAct('top_up', topUp, ({ holdings }, { member_id }) => {
    const { member } = counter.get()
    if (member?.id === member_id) counter.send({ do: 'member', member: { ...member, holdings } })
  }),
  return: makeAct('return', returnSale, () => {}),
  enrol: makeAct('enrol', enrolMember, (member) => {
    chooseMember(member)
    closeSheet()
  }),
  create: makeAct('create', createGoods, (sku) => {
    addSku(sku)
    closeSheet()
    ringUp({ sku, qty_m: sku.sold_by === 'piece' ? 1000 : null, label_fen: null })
  }),
}

/** Asks again for whatever was left without an answer: after a reload, and after signing in again. */
export function askUnfinished(): void {
  for (const act of Object.values(acts)) {
    const now = act.get()
    // Refused for want of a sign-in: that is over now, and what was typed is still there to be pressed again.
    if (now.state === 'refused' && now.error.status === 401) act.close()
    else void act.again()
  }
}
