import type { Dice } from './dice.ts'

/** Surnames, the commonest first and so more often. */
const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔',
  ...'谭陆范汪廖石金韦贾夏方邹熊白孟秦', '欧阳', '上官', '司徒', '诸葛',
]
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉萍红兰秀梅建国文斌宇浩欣怡子涵雨桐思远嘉禾晓晨雪莹慧颖海燕春志',
  ...'成鹏飞佳宁婷俊凯博诗语若溪一诺梓轩可心安然清妍书瑶泽景行知夏念沐星辰乐青松',
]

/** Names that a screen must bear: long, foreign, with signs and pictures. */
const rare_names = [
  '古丽扎尔·阿不都热合曼', '次仁旺堆·洛桑平措', '欧阳诸葛雨桐', 'Marguerite Antoinette de la Fontaine-Beaumont',
  '小满🌾', '阿依努尔·买买提江·艾山江', 'O’Connor 珍妮', '买菜不砍价的李阿姨（三单元）',
]
const rare_every = 61

/** The made-up name of member `n`. */
export function nameOf(dice: Dice, n: number): string {
  if (n % rare_every === rare_every - 1) return rare_names[Math.floor(n / rare_every) % rare_names.length]!
  const surname = surnames[Math.floor(dice.roll() ** 1.6 * surnames.length)]!
  const first = dice.pick(given)
  return dice.chance(0.22) ? surname + first : surname + first + dice.pick(given)
}
