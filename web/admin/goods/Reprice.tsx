import { useQueryClient } from '@tanstack/react-query'
import { priceGoods, type GoodsRow } from '#contract/goods.ts'
import { asFen } from '#contract/money.ts'
import { call } from '../../ui/call.ts'
import { formatFen } from '../../ui/format.ts'
import { fenFromText, textFromFen } from '../form/amount.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useSay } from '../texts.ts'
import { priceFaults, pricePaths } from './prices.ts'

type Name = 'list_price' | 'member_price'

export function Reprice({ article, onDone }: { article: GoodsRow; onDone: () => void }) {
  const say = useSay()
  const queries = useQueryClient()
  const form = useForm<Name>({
    start: {
      list_price: textFromFen(article.list_price_fen),
      member_price: textFromFen(article.member_price_fen),
    },
    needed: ['list_price'],
    check: priceFaults,
    paths: pricePaths,
    async send(values) {
      await call(priceGoods, {
        sku_id: article.id,
        list_price_fen: asFen(fenFromText(values.list_price) ?? 0),
        member_price_fen:
          values.member_price.trim() === '' ? null : asFen(fenFromText(values.member_price) ?? 0),
      })
      await queries.invalidateQueries({ queryKey: ['GET'] })
      onDone()
    },
  })
  const now = (amount_fen: number | null) =>
    amount_fen === null
      ? say('form_member_price_hint')
      : say('form_price_now', { amount: formatFen(amount_fen) })
  const fields: FieldSpec<Name>[] = [
    {
      name: 'list_price',
      label: say('form_list_price'),
      kind: 'money',
      needed: true,
      hint: now(article.list_price_fen),
    },
    {
      name: 'member_price',
      label: say('form_member_price'),
      kind: 'money',
      hint: now(article.member_price_fen),
    },
  ]
  return <Form form={form} fields={fields} submit={say('form_reprice')} note={say('form_price_hint')} />
}
