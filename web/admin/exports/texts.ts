import type { SameKeys } from '#contract/text.ts'
import { textsOf } from '../../ui/texts.ts'

const zh = {
  hint: '只有你自己看得到', none: '还没有导出过', none_hint: '在会员、订单、商品或操作记录的列表下面，点「导出」',
} as const

const en: SameKeys<typeof zh> = {
  hint: 'Only you can see these', none: 'Nothing exported yet',
  none_hint: 'Choose “Export” below the list of members, orders, goods or the audit',
}

export const { useSay } = textsOf({ zh, en })
