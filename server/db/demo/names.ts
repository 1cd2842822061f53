import type { Dice } from './dice.ts'

/** Surnames, the commonest first and so more often. */
const surnames = `王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 潘 袁
蔡 蒋 余 于 杜 叶 程 魏 苏 吕 丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石 金 韦 贾 夏 方 邹 熊 白 孟 秦 欧阳 上官 司徒 诸葛`.split(/\s/)
const given = `建国 秀英 桂兰 志强 丽华 玉梅 海燕 春梅 文斌 晓明 建平 国庆 淑芬 红梅 少华 振东 美玲 雪梅 小红 俊杰 子涵 雨桐 欣怡
梓轩 浩然 思远 嘉禾 一诺 诗雨 宇航 佳宁 晨曦 若溪 书瑶 知夏 清妍 泽宇 景行 可心 安然 语桐 梦洁 婷婷 丽娟 晓燕 志刚 永强 爱华 翠兰
凤英 德明 学军 卫东 立新 培德 家豪 文静 雅琴 慧敏 静怡 思琪 雨欣 晨阳 天佑 明哲 奕辰 沐阳 星宇 乐瑶 秋实 冬梅 夏荷 青松
伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 英 斌 宇 燕 婷 凯`.split(/\s/)

/** Names that a screen must bear: long, foreign, with signs and pictures. */
const rare_names = [
  '古丽扎尔·阿不都热合曼', '次仁旺堆·洛桑平措', '欧阳诸葛雨桐', 'Marguerite Antoinette de la Fontaine-Beaumont',
  '小满🌾', '阿依努尔·买买提江·艾山江', 'O’Connor 珍妮', '买菜不砍价的李阿姨（三单元）',
]
const rare_every = 61

/** The made-up name of member `n`. */
export function nameOf(dice: Dice, n: number): string {
  if (n % rare_every === rare_every - 1) return rare_names[Math.floor(n / rare_every) % rare_names.length]!
  return surnames[Math.floor(dice.roll() ** 1.6 * surnames.length)]! + dice.pick(given)
}
