import { useEffect, useRef } from 'react'
import type { Worker } from '#contract/access.ts'
import { Empty } from '../../ui/Empty.tsx'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { device } from '../device.ts'
import { useKeys } from '../keys.ts'
import { useSay } from '../texts.ts'

type Props = { people: readonly Worker[]; onPick: (person: Worker, digit?: string) => void }

/** Who may open this till. Arrows move, Enter picks; a digit begins the PIN of whoever has the focus. */
export function People({ people, onPick }: Props) {
  const say = useSay()
  const texts = usePeopleTexts()
  const asked = device.use((now) => now.asked)
  const list = useRef<HTMLUListElement>(null)
  const first = people[0]?.id
  useEffect(() => {
    list.current?.querySelector('button')?.focus()
  }, [first])
  const move = (by: number) => (event: KeyboardEvent) => {
    const keys = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = keys.indexOf(document.activeElement as HTMLButtonElement)
    event.preventDefault()
    keys[Math.max(0, Math.min(keys.length - 1, at + by))]?.focus()
  }
  const type = (event: KeyboardEvent) => {
    const focused = document.activeElement?.getAttribute('data-person')
    const person = people.find(({ id }) => id === focused)
    if (person) onPick(person, event.key)
  }
  useKeys({
    ArrowRight: move(1), ArrowDown: move(1), ArrowLeft: move(-1), ArrowUp: move(-1),
    ...Object.fromEntries('0123456789'.split('').map((digit) => [digit, type])),
  })
  if (people.length === 0) {
    const none = <Empty title={say('no_pins')} why={say('no_pins_why')} />
    return <div className="lock-people">{asked && none}</div>
  }
  return (
    <div className="lock-people">
      <h2>{say('who_is_here')}</h2>
      <ul ref={list} aria-label={say('who_is_here')}>
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" className="key" data-person={person.id} onClick={() => onPick(person)}>
              <span className="ava" aria-hidden="true">
                {[...person.name][0]}
              </span>
              <span className="who">
                <b className="cut" title={person.name}>
                  {person.name}
                </b>
                <small className="cut">{roleName(texts, person.role)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
