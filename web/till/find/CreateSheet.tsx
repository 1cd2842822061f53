import { useState, type SubmitEvent } from 'react'
import { newGoodsOf, noNewGoods, whyNotCreate, type NewGoods } from './newgoods.ts'
import { Refused } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { acts } from '../acts.ts'
import { catalog } from '../catalog.ts'
import { Doubt } from '../Doubt.tsx'
import { Field } from '../Field.tsx'
import { useKeys } from '../keys.ts'
import { Sheet } from '../Sheet.tsx'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

/** A new article for a barcode nobody knew: name, category and price are enough to go on selling. */
export function CreateSheet({ barcode }: { barcode: string }) {
  const say = useSay()
  const act = acts.create.use()
  const categories = catalog.use(({ goods }) => goods.categories)
  const [form, setForm] = useState<NewGoods>({ ...noNewGoods, barcode, category: categories[0] ?? '' })
  const faults = act.state === 'refused' ? act.error.fields : []
  const why = whyNotCreate(form)
  const close = () => {
    acts.create.close()
    closeSheet()
  }
  useKeys({ Escape: close })
  const set = (change: Partial<NewGoods>) => setForm({ ...form, ...change })
  const field = (name: keyof NewGoods, path: string = name) => ({
    value: form[name],
    onChange: (value: string) => set({ [name]: value }),
    fault: faults.find((fault) => fault.path === path)?.message,
  })
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!why) void acts.create.run(newGoodsOf(form))
  }
  return (
    <Sheet title={say('create_title')} onClose={close}>
      <form className="form" onSubmit={submit}>
        <Doubt act={acts.create} what={say('create_goods')} />
        {act.state === 'refused' && !(act.error instanceof Refused && faults.length > 0) && (
          <Failed title={say('not_done')} error={act.error} />
        )}
        <Field label={say('barcode')} {...field('barcode')} scan />
        <Field label={say('goods_name')} {...field('name')} autoFocus />
        <div className="two">
          <Field label={say('category')} {...field('category')} list={categories} />
          <SoldBy form={form} set={set} />
        </div>
        <div className="two">
          <Field
            label={say('list_price')}
            {...field('price', 'list_price_fen')}
            inputMode="decimal"
            before="¥"
          />
          <Field
            label={say('member_price_optional')}
            {...field('member_price', 'member_price_fen')}
            inputMode="decimal"
            before="¥"
          />
        </div>
        <p className="foot">
          <span className="why">{why && say(why)}</span>
          <button type="submit" className="btn pri big" aria-disabled={why !== null || act.state === 'busy'}>
            {say(act.state === 'busy' ? 'saving' : 'create_and_add')}
          </button>
        </p>
      </form>
    </Sheet>
  )
}

function SoldBy({ form, set }: { form: NewGoods; set: (change: Partial<NewGoods>) => void }) {
  const say = useSay()
  return (
    <div>
      <span className="label" id="sold-by">
        {say('sold_by')}
      </span>
      <div className="seg big" role="group" aria-labelledby="sold-by">
        <button
          type="button"
          aria-pressed={form.sold_by === 'piece'}
          onClick={() => set({ sold_by: 'piece', unit: say('unit_piece') })}
        >
          {say('by_piece')}
        </button>
        <button
          type="button"
          aria-pressed={form.sold_by === 'weight'}
          onClick={() => set({ sold_by: 'weight', unit: 'kg' })}
        >
          {say('by_weight')}
        </button>
      </div>
    </div>
  )
}
