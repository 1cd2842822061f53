import { Undo } from '../../ui/Undo.tsx'
import { counter } from '../counter.ts'
import { useSay } from '../texts.ts'

const forgetUndo = () => counter.send({ do: 'forget_undo' })

/** What was just taken away, offered back. */
export function RemovedNote() {
  const say = useSay()
  const { undo, next_key, lines } = counter.use((basket) => basket)
  if (!undo) return null
  const text = {
    line: say('removed_line', { name: undo.name }),
    lines: say('removed_lines'),
    member: say('removed_member', { name: undo.name }),
  }[undo.what]
  const deed = `${undo.what}-${next_key}-${lines.length}-${undo.name}`
  return <Undo key={deed} text={text} onUndo={() => counter.send({ do: 'undo' })} onGone={forgetUndo} />
}
