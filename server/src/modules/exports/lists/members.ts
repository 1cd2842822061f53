import type { exportColumns } from '#contract/exports.ts'
import { listMembers } from '#contract/members.ts'
import { listKind } from '../columns.ts'
import type { ColumnsOf } from '../columns.ts'

const columns: ColumnsOf<typeof listMembers, (typeof exportColumns)['members'][number]> = {
  name: { head: { zh: '会员', en: 'Member' }, kind: 'text', of: (row) => row.name },
  phone: { head: { zh: '手机', en: 'Phone' }, kind: 'text', of: (row) => row.phone_masked },
  store: { head: { zh: '入会门店', en: 'Home store' }, kind: 'text', of: (row) => row.store },
  joined: { head: { zh: '入会', en: 'Joined' }, kind: 'text', of: (row) => row.joined_on },
  last: { head: { zh: '最近来店', en: 'Last visit' }, kind: 'moment', of: (row) => row.last_visit_at },
  principal: {
    head: { zh: '本金（元）', en: 'Principal (yuan)' }, kind: 'fen', feature: 'stored_value',
    of: (row) => row.holdings.principal_fen,
  },
  bonus: {
    head: { zh: '赠金（元）', en: 'Bonus (yuan)' }, kind: 'fen', feature: 'stored_value',
    of: (row) => row.holdings.bonus_fen,
  },
  points: {
    head: { zh: '积分', en: 'Points' }, kind: 'count', feature: 'points', of: (row) => row.holdings.points,
  },
}

export const members = listKind(listMembers, { zh: '会员', en: 'Members' }, columns)
