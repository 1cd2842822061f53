import { pinyin } from 'pinyin-pro'

/**
 * How a name is found from a keyboard: its syllables without tones, and their first letters. Letters and
 * digits of the name stay whole in both. A shop's own shorthand (拼音码), where it has one, takes the place of
 * the first letters: it is what the hands at the till know.
 */
export function namePinyin(name: string, own: string): { pinyin: string, initials: string } {
  const parts = pinyin(name, { type: 'all', toneType: 'none', v: true, nonZh: 'spaced' })
  const join = (piece: (part: (typeof parts)[number]) => string) => bare(parts.map(piece).join(''))
  return {
    pinyin: join((part) => part.isZh ? part.pinyin : part.origin),
    initials: bare(own) || join((part) => part.isZh ? part.first : part.origin),
  }
}

const bare = (text: string) => text.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 120)
