import { useQueryClient } from '@tanstack/react-query'
import { addBarcode, removeBarcode } from '#contract/goods.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { may, useMe } from '../../ui/session.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useDeed } from '../frame/Deeds.tsx'
import { useSay } from '../texts.ts'
import type { Article } from './ArticlePanels.tsx'
import { useState } from 'react'

/** What a scanner finds the article by. An article has as many as its makers gave it. */
export function Barcodes({ sku }: { sku: Article }) {
  const say = useSay()
  const me = useMe()
  const edits = may(me, 'goods.edit') && !sku.deleted
  return (
    <section className="panel n" aria-label={say('article_barcodes')}>
      <div className="ph">
        <h2 className="h2">{say('article_barcodes')}</h2>
      </div>
      {sku.barcodes.length === 0 ? (
        <p className="barcodes mut">{say('article_no_barcode')}</p>
      ) : (
        <ul className="barcodes">
          {sku.barcodes.map((barcode) => (
            <Barcode key={barcode} sku_id={sku.id} barcode={barcode} edits={edits} />
          ))}
        </ul>
      )}
      {edits && <AddBarcode key={sku.barcodes.length} sku_id={sku.id} />}
    </section>
  )
}

/** Taking one off waits 8 seconds in which it can be undone. */
function Barcode({ sku_id, barcode, edits }: { sku_id: string; barcode: string; edits: boolean }) {
  const say = useSay()
  const announce = useDeed()
  const queries = useQueryClient()
  const [waiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const word = say('article_barcode_remove', { barcode })
  async function takeOff() {
    await call(removeBarcode, { sku_id, barcode }).catch(setError)
    setWaiting(false)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  function wait() {
    if (waiting) return
    setWaiting(true)
    setError(null)
    announce({
      text: say('article_barcode_removing', { barcode }),
      act: () => void takeOff(),
      drop: () => setWaiting(false),
    })
  }
  return (
    <li>
      <span className={waiting ? 'was' : ''}>{barcode}</span>
      {edits && (
        <button type="button" className="ib" aria-label={word} aria-disabled={waiting} onClick={wait}>
          <Icon name="x" size="s" />
        </button>
      )}
      {error !== null && <Failed error={error} title={word} />}
    </li>
  )
}

function AddBarcode({ sku_id }: { sku_id: string }) {
  const say = useSay()
  const queries = useQueryClient()
  const form = useForm<'barcode'>({
    start: { barcode: '' },
    needed: ['barcode'],
    check: () => ({}),
    codes: { barcode_taken: 'barcode', barcode_wrong_check_digit: 'barcode' },
    async send({ barcode }) {
      await call(addBarcode, { sku_id, barcode })
      await queries.invalidateQueries({ queryKey: ['GET'] })
    },
  })
  const fields: FieldSpec<'barcode'>[] = [
    { name: 'barcode', label: say('article_barcode_new'), kind: 'text' },
  ]
  return (
    <div className="barcode-new">
      <Form form={form} fields={fields} submit={say('article_barcode_add')} quiet />
    </div>
  )
}
