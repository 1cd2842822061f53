import { useQueryClient } from '@tanstack/react-query'
import { createGoods } from '#contract/goods.ts'
import { asFen } from '#contract/money.ts'
import { call } from '../../ui/call.ts'
import { fenFromText } from '../form/amount.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useSay } from '../texts.ts'
import { priceFaults, pricePaths } from './prices.ts'

type Name = 'name' | 'category' | 'barcode' | 'sold_by' | 'unit' | 'list_price' | 'member_price'

export function NewArticle({
  categories,
  onDone,
}: {
  categories: readonly string[]
  onDone: (sku_id: string) => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const form = useForm<Name>({
    start: {
      name: '',
      category: '',
      barcode: '',
      sold_by: 'piece',
      unit: say('unit_usual_piece'),
      list_price: '',
      member_price: '',
    },
    needed: ['name', 'category', 'unit', 'list_price'],
    check: priceFaults,
    paths: pricePaths,
    codes: { barcode_wrong_check_digit: 'barcode', barcode_taken: 'barcode', name_too_long: 'name' },
    async send(values, op_key) {
      const weighed = values.sold_by === 'weight'
      const made = await call(createGoods, {
        op_key,
        name: values.name,
        category: values.category,
        barcode: values.barcode.trim() || null,
        unit: weighed ? 'kg' : values.unit,
        sold_by: weighed ? 'weight' : 'piece',
        list_price_fen: asFen(fenFromText(values.list_price) ?? 0),
        member_price_fen:
          values.member_price.trim() === '' ? null : asFen(fenFromText(values.member_price) ?? 0),
      })
      void queries.invalidateQueries({ queryKey: ['GET'] })
      onDone(made.id)
    },
  })
  const weighed = form.values.sold_by === 'weight'
  const fields: FieldSpec<Name>[] = [
    { name: 'name', label: say('form_name'), kind: 'text', needed: true },
    {
      name: 'category',
      label: say('form_category'),
      kind: 'suggest',
      needed: true,
      choices: categories.map((category) => ({ value: category, label: category })),
    },
    { name: 'barcode', label: say('form_barcode'), kind: 'text', hint: say('form_barcode_hint') },
    {
      name: 'sold_by',
      label: say('form_sold_by'),
      kind: 'pick',
      choices: [
        { value: 'piece', label: say('sold_by_piece') },
        { value: 'weight', label: say('sold_by_weight') },
      ],
    },
    {
      name: 'unit',
      label: say('form_unit'),
      kind: 'text',
      needed: true,
      locked: weighed ? say('form_unit_kg_only') : undefined,
    },
    { name: 'list_price', label: say('form_list_price'), kind: 'money', needed: true },
    {
      name: 'member_price',
      label: say('form_member_price'),
      kind: 'money',
      hint: say('form_member_price_hint'),
    },
  ]
  const shown = weighed ? { ...form, values: { ...form.values, unit: 'kg' } } : form
  return <Form form={shown} fields={fields} submit={say('form_create')} />
}
