import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '接口文档', sub: '{count} 个接口 · OpenAPI 3.1', search: '路径、说明或权限', download: '下载 openapi.json',
    none: '没有符合条件的接口', none_hint: '换个词再找',
  need_open: '不用登录', need_signed_in: '登录即可', need_local_or_docs: '本机，或有看接口文档的权限', need_operator: '平台人员',
  scope: '范围', scope_chain: '全公司', scope_region: '区域', scope_store: '门店', scope_own: '本人', scope_none: '不限',
    feature: '功能',
  request: '请求', reply: '回复', nothing: '没有内容', needed: '必填', field: '字段', type: '类型', rules: '规则',
    path: '路径', query: '查询', body: '正文',
  rules_intro: '除 GET 外都要带请求头 x-shuke；金额是整数分（_fen），数量是千分之一（_m）；同一个 op_key 只做一次。拒绝时回 code、message、params、fields、request_id。',
} as const
const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'API', sub: '{count} endpoints · OpenAPI 3.1', search: 'Path, summary or permission',
    download: 'Download openapi.json', none: 'No endpoint fits', none_hint: 'Try another word',
  need_open: 'No sign-in', need_signed_in: 'Signed in',
    need_local_or_docs: 'This machine, or who may read the API', need_operator: 'People of the platform',
  scope: 'Scope', scope_chain: 'Chain', scope_region: 'Region', scope_store: 'Store', scope_own: 'Own',
    scope_none: 'Any', feature: 'Feature',
  request: 'Request', reply: 'Reply', nothing: 'Nothing', needed: 'required', field: 'Field', type: 'Type',
    rules: 'Rules', path: 'path', query: 'query', body: 'body',
  rules_intro: 'Everything but a GET carries the header x-shuke; amounts are whole fen (_fen), quantities thousandths (_m); one op_key is done once. A refusal answers code, message, params, fields and request_id.',
}
export const { useSay } = textsOf({ zh, en })
