import type { PeopleTexts } from './people.zh.ts'

export const peopleEn: PeopleTexts = {
  roles: {
    owner: 'Owner', hq_operator: 'HQ operator', region_manager: 'Region manager',
      store_manager: 'Store manager',
    cashier: 'Cashier', shopping_guide: 'Shopping guide', finance: 'Finance',
  },
  scopes: { chain: 'Whole chain', region: 'Their regions', store: 'Their stores', own: 'Only what they did' },
  groups: {
    sales: 'Till and orders', members: 'Members', value: 'Stored value and points', goods: 'Goods and stock',
    figures: 'Figures', approvals: 'Approvals', stores: 'Stores and tills', people: 'Staff and roles',
    house: 'Settings and records',
  },
  permissions: {
    'sales.settle': 'Sell at the till', 'sales.override_price': 'Override a price',
    'sales.return': 'Take returns of the own store',
      'sales.return_anywhere': 'Take returns of other stores by receipt',
    'sales.read': 'See orders', 'sales.export': 'Export orders', 'members.enrol': 'Enrol members',
    'members.find': 'Find a member at the till', 'members.read': 'See members',
      'members.edit': 'Edit members',
    'members.unmask': 'See whole phone numbers and the like', 'members.export': 'Export members',
    'members.erase': 'Erase a member', 'value.top_up': 'Top up stored value',
    'value.read': 'See stored value and points', 'value.adjust': 'Adjust stored value and points by hand',
    'goods.read': 'See goods', 'goods.edit': 'Edit the chain\'s goods and prices',
      'goods.export': 'Export goods',
    'stock.read': 'See stock', 'figures.read': 'See today\'s figures',
      'approvals.give': 'Decide what others ask for',
    'stores.read': 'See stores', 'stores.edit': 'Open and change stores, add tills',
    'tills.enrol': 'Bind tills and unbind them', 'staff.read': 'See staff',
    'staff.edit': 'Add staff, change roles, reset passwords', 'roles.edit': 'Change what roles may do',
    'settings.read': 'See settings', 'settings.edit': 'Change settings', 'audit.read': 'See the audit',
    'audit.export': 'Export the audit', 'operators.admit': 'Let the platform\'s people in',
    'docs.read': 'Read the API documents',
  },
}
