import { box, focusBox, boxId } from './box.ts'
import { counter } from './counter.ts'
import { useKeys, type Keys } from './keys.ts'
import { doors } from './doors.ts'
import { lockTill } from './lock.ts'
import { useMe } from '../ui/session.ts'

/**
 * Whether the person is typing somewhere: the empty input counts as not typing, so that its keys act on the
 * lines.
 */
function typing({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return false
  return target.id !== boxId || box.get().text !== ''
}

/**
 * The keys of the counter: the lines by arrows, plus, minus and delete; the sheets by their function keys.
 */
export function useCounterKeys(): void {
  const me = useMe()
  const onLine = (act: (key: number) => void) => (event: KeyboardEvent) => {
    const { picked } = counter.get()
    if (typing(event) || picked === null) return
    event.preventDefault()
    act(picked)
  }
  const move = (by: number) => (event: KeyboardEvent) => {
    // Arrows belong to the tabs and lists that have the focus.
    if (typing(event) || (event.target as HTMLElement).closest('[role=tablist], .grid')) return
    event.preventDefault()
    counter.send({ do: 'move', by })
  }
  const step = (by: number) => onLine((key) => counter.send({ do: 'step', key, by }))
  const keys: Keys = {
    F12: doors.pay,
    F6: doors.price,
    F7: doors.return,
    F8: doors.reprint,
    F9: doors.top_up,
    F4: doors.enrol,
    ...(me.till ? { F2: () => void lockTill() } : {}),
    ArrowUp: move(-1),
    ArrowDown: move(1),
    '+': step(1),
    '=': step(1),
    '-': step(-1),
    Delete: onLine((key) => counter.send({ do: 'remove', key })),
    // Whatever else is typed belongs to the one input, wherever the focus is: scanners type too.
    any: (event) => {
      const onButton = event.target instanceof HTMLButtonElement && event.key === ' '
      if (!typing(event) && !onButton) focusBox()
    },
  }
  useKeys(keys)
}
