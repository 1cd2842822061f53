import { box } from './box.ts'
import { waitingPrices } from './approving.ts'
import { counter } from './counter.ts'
import { openSheet } from './sheets.ts'
import { say } from './texts.ts'
import { net } from './net.ts'

const tell = (text: string) => {
  const offline = !net.get().reached
  box.send({ note: { tone: 'bad', text, ...(offline && { offline }) } })
}

/** Why paying cannot begin, or null. */
export const whyNotPay = (reached: boolean, lines: number): 'pay_empty' | 'pay_offline' | null =>
  lines === 0 ? 'pay_empty' : reached ? null : 'pay_offline'

/** The ways into the sheets, by key and by finger alike; what cannot open says why. */
export const doors = {
  pay() {
    const why = whyNotPay(net.get().reached, counter.get().lines.length)
    if (why) tell(say()(why))
    else openSheet(waitingPrices() ? { kind: 'approve', back: 'pay' } : { kind: 'pay' })
  },
  price() {
    const { picked } = counter.get()
    if (picked !== null) openSheet({ kind: 'price', line: picked })
  },
  return: () => online(() => openSheet({ kind: 'return', sale_id: null })),
  reprint: () => online(() => openSheet({ kind: 'receipt', sale_id: null })),
  top_up: () =>
    online(() => {
      if (counter.get().member) openSheet({ kind: 'top_up' })
      else tell(say()('top_up_needs_member'))
    }),
  enrol: () => online(() => openSheet({ kind: 'enrol', phone: '' })),
}

function online(open: () => void) {
  if (net.get().reached) open()
  else tell(say()('needs_network'))
}
