import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '操作记录', search_ref: '编号（单号、商品、员工…的 ID）', who: '谁', anybody: '所有人', verb: '做了什么', any_verb: '所有操作',
  when: '时间', what: '做了什么', where: '在哪里', about: '关于', before: '原来', after: '改成', detail: '细节',
    device: '设备', machine: '系统',
  none: '没有符合条件的记录', none_hint: '换个条件再看', sealed_all: '已封存到 {time}，共 {count} 条', waiting: '{count} 条等待封存',
    sealed: '已封存', not_sealed: '待封存',
  broken: '封存中断：{why}。请马上联系管理员，记录可能被人动过。', changed_fields: '改了：{list}', hash: '末条指纹',
    hash_hint: '抄在别处，以后可以核对',
} as const
const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Audit', search_ref: 'Id of an order, article, person …', who: 'Who', anybody: 'Anybody',
    verb: 'What', any_verb: 'Any act',
  when: 'When', what: 'What', where: 'Where', about: 'About', before: 'Before', after: 'After',
    detail: 'Detail', device: 'Device', machine: 'The system',
  none: 'Nothing fits', none_hint: 'Try other filters', sealed_all: 'Sealed up to {time}, {count} rows',
    waiting: '{count} waiting to be sealed', sealed: 'Sealed', not_sealed: 'Not yet sealed',
  broken: 'Sealing has stopped: {why}. Tell your administrator at once; the record may have been tampered with.', changed_fields: 'Changed: {list}', hash: 'Last fingerprint', hash_hint: 'Note it elsewhere to check against later',
}
export const { useSay } = textsOf({ zh, en })
