import { useState, type KeyboardEvent } from 'react'
import { useRouter } from '@tanstack/react-router'
import { Icon } from '../../ui/Icon.tsx'
import { useSay } from '../texts.ts'
import { useFound, type Found } from './found.ts'
import { useSettled } from '../list/useSettled.ts'

/** The box and what it found, driven by arrows and Enter. */
export function FinderBox({ onDone }: { onDone: () => void }) {
  const say = useSay()
  const router = useRouter()
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState(0)
  const asked = useSettled(typed.trim(), 200)
  const { found, busy } = useFound(asked)
  const at = Math.min(picked, found.length - 1)
  function open({ to }: Found) {
    onDone()
    void router.navigate({ to })
  }
  function onKey(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setPicked(Math.max(0, Math.min(found.length - 1, at + step)))
    }
    const target = found[at]
    if (event.key === 'Enter' && target && !event.nativeEvent.isComposing) open(target)
  }
  return (
    <div onKeyDown={onKey}>
      <label className="field find-box">
        <Icon name="search" />
        <span className="sr">{say('find_hint')}</span>
        <input
          autoFocus
          value={typed}
          placeholder={say('find_placeholder')}
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="found"
          aria-activedescendant={found[at] ? `found-${at}` : undefined}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value)
            setPicked(0)
          }}
        />
      </label>
      <ul id="found" role="listbox" aria-label={say('find_title')} aria-busy={busy} className="found">
        {found.map((one, index) => (
          <li
            key={one.key}
            id={`found-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={() => open(one)}
            onMouseMove={() => setPicked(index)}>
            <Icon name={one.icon} size="s" />
            <b className="cut">{one.name}</b>
            <small className="n">{one.note}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && !busy && (
        <p className="found-none">{asked ? say('find_nothing', { search: asked }) : say('find_start')}</p>
      )}
    </div>
  )
}
