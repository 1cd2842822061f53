import { useState } from 'react'
import { saleCan, type SaleHead } from '#contract/sales.ts'
import { acts } from '../acts.ts'
import { FindSale, type Chosen } from '../FindSale.tsx'
import { useKeys } from '../keys.ts'
import type { At } from '../place.ts'
import { Sheet } from '../Sheet.tsx'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'
import { ReturnDone } from './ReturnDone.tsx'
import { ReturnLines } from './ReturnLines.tsx'

const chosenOf = ({ sale_id, token }: { sale_id: string; token?: string | null | undefined }): Chosen => ({
  sale_id,
  token: token ?? null,
})

function firstChosen(sale_id: string | null): Chosen | null {
  const pending = acts.return.pending()
  if (sale_id !== null) return { sale_id, token: null }
  return pending && chosenOf(pending)
}

const mayReturn = ({ state }: SaleHead) => (saleCan.return as string[]).includes(state)

type ReturnProps = { at: At; sale_id: string | null; token?: string | undefined }

/** A return: which sale, what of it, what goes back and where to. */
export function ReturnSheet({ at, sale_id, token }: ReturnProps) {
  const say = useSay()
  const act = acts.return.use()
  // An act without an answer names its sale, so that a reload finds the way back to it.
  const [chosen, setChosen] = useState(() => firstChosen(sale_id))
  const held = act.state === 'busy' || act.state === 'unknown'
  const close = () => {
    if (held) return
    acts.return.close()
    closeSheet()
  }
  const back = () => {
    acts.return.close()
    setChosen(null)
  }
  useKeys({ Escape: close })
  if (act.state === 'done')
    return <ReturnDone reply={act.reply} chosen={chosenOf(act.sent)} at={at} onClose={close} />
  return (
    <Sheet title={say('return_title')} onClose={close} wide>
      {chosen === null ? (
        <FindSale store_id={at.store.id} may={mayReturn} onChoose={setChosen} scanned={token} />
      ) : (
        <ReturnLines chosen={chosen} at={at} onBack={back} onClose={close} />
      )}
    </Sheet>
  )
}
