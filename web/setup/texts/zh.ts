/** Setting up a company, and the operators' own pages, in Chinese. English follows key by key. */
export const zh = {
  setup: '安家', steps: '四步', step_of: '第 {at} 步，共 {all} 步',
  step_code: '安装码', step_chain: '公司', step_store: '第一家店', step_owner: '老板',
  back: '上一步', next: '下一步', busy: '正在保存…', checking: '正在核对…',
  fields_wrong: '有 {count} 处要改，见标红的地方',

  code_title: '先核对安装码', code_why: '安装码证明你就是管这台服务器的人。每个只能用一次。',
  code_label: '安装码', code_where: '在哪里找', code_printed: '启动熟客的那个窗口里印着，例如：',
  code_example: 'Setup code 安装码 abcd-efgh-jkmn', code_invited: '如果是平台请你来的，用平台给你的那一个。',
  code_look_first: '想先看看再说？', code_look: '登录演示公司',

  chain_title: '你的公司', chain_why: '以后开一百家店也是这一个公司，不用换。',
  chain_name: '公司名称', chain_name_hint: '员工和顾客看到的名字，以后可以改',
  chain_code: '公司代码', chain_code_hint: '员工登录时要填：2 到 40 个小写字母、数字或短横线，例如 shisui。定了就不改',

  store_title: '第一家店', store_why: '先开一家就够了，其余的店进去以后再加。',
  store_name: '店名', store_code: '店代码',
  store_code_hint: '1 到 8 个大写字母或数字，首尾是字母。印在小票号前面，定了就不改',
  store_receipt: '小票号会是 {number}',
  store_ownership: '怎么开的', store_direct: '直营', store_franchise: '加盟',
  store_entity: '营业执照上的公司', store_entity_hint: '和顾客签储值合同的是谁，就填谁；加盟店填加盟商自己的公司',
  store_entity_same: '和公司同名', store_tills: '收银机', store_tills_hint: '几台都可以，以后随时加减', tills_fewer: '少一台', tills_more: '多一台',
  store_cutoff: '几点算第二天', store_cutoff_hint: '在这个钟点以前的销售算前一天，夜宵店常用 4 点', cutoff_hour: '{hour}:00', cutoff_midnight: '0:00（半夜）',

  owner_title: '老板自己', owner_why: '你能看、能做一切。别人的账号进去以后再开。',
  owner_name: '姓名', owner_phone: '手机号', owner_phone_hint: '登录用',
  owner_password: '密码', owner_password_hint: '至少 10 位。几个不相干的词连在一起最好记也最难猜',
  owner_again: '再写一遍密码', owner_again_wrong: '两次写的不一样', owner_finish: '建好公司并登录',
  show: '显示密码', hide: '隐藏密码',
  failed_title: '没有办成', doubt_title: '还不知道建好没有',
  doubt: '刚才没有收到回答，可能已经建好了。再按一次，不会建两家。',

  done_title: '{name} 安好家了', done_why: '你已经登录。下面四件事，做完就能开张。',
  done_code: '公司代码', done_code_hint: '每个人登录都要填，请告诉大家',
  done_goods: '放进商品', done_goods_why: '一件一件新建；整份 Excel 由管服务器的人用 shuke import 导入',
  done_people: '请大家进来', done_people_why: '店长、收银员、导购，各有各的权限',
  done_tills: '看看门店和收银机', done_tills_why: '营业时间、收银机、再开几家店',
  done_try: '试着收一笔', done_try_why: '在收银台扫一件、收现金、再退掉',
  done_console: '去管理后台',

  over_title: '这里已经安好家了', over_why: '公司已经建好，安装码不再有用。请直接登录。',
  over_console: '去登录', over_till: '打开收银台', over_invited: '平台给了我一个安装码',

  operator: '平台', operator_why: '给运营这套系统的人。看不到任何一家公司的会员，除非那家公司授权。',
  phone: '手机号', password: '密码', sign_in: '登录', signing_in: '正在登录…', sign_out: '退出登录',
  must_title: '换成自己的密码', must_why: '现在这个是别人交给你的，换好才能继续。',
  password_now: '现在的密码', password_new: '新密码', password_change: '改密码',

  chains: '公司', chains_search: '公司代码', chains_none: '还没有公司', chains_none_why: '准备一家，把安装码交给它的老板',
  chains_not_found: '没有代码里有「{search}」的公司', chains_more: '再看一些', clear: '清掉',
  chain: '公司', stores: '门店', made_at: '建立', access: '能进去吗', sandbox: '练习',
  no_grant: '没有授权', no_grant_hint: '请那家公司的老板在「设置 › 平台人员」里授权', grant_until: '授权到 {time}', enter: '进入',
  may_list: '可以做 {count} 件事',

  invite: '准备一家公司', invite_why: '它的老板用安装码自己完成：第一家店、自己的密码都由他定。',
  invite_submit: '生成安装码', invite_again: '换一个安装码', invite_withdraw: '收回',
  invite_done: '{name} 的安装码', invite_done_why: '只显示这一次。请交给老板本人，14 天内有效。', invite_link: '也可以直接给这个网址',
  copy: '复制', copied: '已复制', close: '关闭',
  invitations: '等老板来完成的', invited_by: '{name}，{time}', state_open: '等待中，到 {time}', state_used: '已完成', state_ended: '已失效',
} as const
