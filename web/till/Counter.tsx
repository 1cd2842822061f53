import { useEffect } from 'react'
import type { Store, Till } from '#contract/org.ts'
import { has, may, useMe } from '../ui/session.ts'
import { acts } from './acts.ts'
import { NetBar } from './bar/NetBar.tsx'
import { TopBar } from './bar/TopBar.tsx'
import { Cart } from './cart/Cart.tsx'
import { ApprovePrices } from './cart/ApprovePrices.tsx'
import { PriceSheet } from './cart/PriceSheet.tsx'
import { WeighSheet } from './cart/WeighSheet.tsx'
import { RemovedNote } from './cart/RemovedNote.tsx'
import { loadCatalog } from './catalog.ts'
import { ScanBox } from './find/ScanBox.tsx'
import { CreateSheet } from './find/CreateSheet.tsx'
import { EnrolSheet } from './member/EnrolSheet.tsx'
import { MemberPanel } from './member/MemberPanel.tsx'
import { TopUpSheet } from './member/TopUpSheet.tsx'
import { useIdleLock } from './lock.ts'
import { watchNet } from './net.ts'
import { PaySheet } from './pay/PaySheet.tsx'
import { MySheet } from './people/MySheet.tsx'
import { followBasket } from './quote.ts'
import { DoneSheet } from './receipt/DoneSheet.tsx'
import { ReceiptSheet } from './receipt/ReceiptSheet.tsx'
import { ReturnSheet } from './returns/ReturnSheet.tsx'
import { sheet } from './sheets.ts'
import { FnKeys } from './shelf/FnKeys.tsx'
import { Shelf } from './shelf/Shelf.tsx'
import { ChoosePlace } from './start/ChoosePlace.tsx'
import { useCounterKeys } from './counterkeys.ts'

/** The one screen of the till, with whatever lies over it. */
export function Counter({ at }: { at: { store: Store; till: Till } }) {
  const store_id = at.store.id
  const withMembers = has(useMe(), 'members')
  useEffect(() => {
    void loadCatalog(store_id)
  }, [store_id])
  useEffect(watchNet, [])
  useEffect(followBasket, [])
  useCounterKeys()
  useIdleLock()
  return (
    <div className={`till ${withMembers ? '' : 'no-members'}`}>
      <TopBar at={at} />
      <ScanBox />
      <Cart />
      <section className="goods" aria-labelledby="goods-title">
        <Shelf />
        <FnKeys />
      </section>
      {withMembers && <MemberPanel />}
      <NetBar />
      <RemovedNote />
      <Over at={at} />
    </div>
  )
}

/** What lies over the counter. An act without a known answer shows its own sheet, after a reload too. */
function Over({ at }: { at: { store: Store; till: Till } }) {
  const me = useMe()
  const open = sheet.use((now) => now)
  const settle = acts.settle.use().state
  const topUp = acts.top_up.use().state
  const back = acts.return.use().state
  const enrol = acts.enrol.use().state
  const create = acts.create.use().state
  const held = (state: string) => state === 'busy' || state === 'unknown'

  if (settle === 'done') return <DoneSheet />
  if (open.kind === 'pay' || held(settle)) return <PaySheet at={at} />
  if (open.kind === 'top_up' || held(topUp) || topUp === 'done') return <TopUpSheet at={at} />
  if (open.kind === 'return' || held(back) || back === 'done') {
    const { sale_id, token } = open.kind === 'return' ? open : { sale_id: null }
    return <ReturnSheet key={token} at={at} sale_id={sale_id} token={token} />
  }
  if (open.kind === 'enrol' || held(enrol)) {
    return <EnrolSheet phone={open.kind === 'enrol' ? open.phone : ''} />
  }
  if (may(me, 'goods.edit') && (open.kind === 'create' || held(create))) {
    return <CreateSheet barcode={open.kind === 'create' ? open.barcode : ''} />
  }
  if (open.kind === 'price') return <PriceSheet line={open.line} />
  if (open.kind === 'approve') return <ApprovePrices back={open.back} />
  if (open.kind === 'weigh') return <WeighSheet sku={open.sku} line={open.line} />
  if (open.kind === 'receipt') return <ReceiptSheet at={at} sale_id={open.sale_id} />
  if (open.kind === 'place') return <ChoosePlace over />
  if (open.kind === 'me') return <MySheet />
  return null
}
