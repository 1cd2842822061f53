import { useEffect, useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { box, boxId, enter, enterWords, focusBox, selectBox, type Note } from '../box.ts'
import { catalog } from '../catalog.ts'
import { saysMore } from '../entry.ts'
import { scannedAt } from '../keys.ts'
import { net } from '../net.ts'
import { openSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'
import { choose, useChoices } from './choices.ts'
import { Choices, choicesId, optionId } from './Choices.tsx'

/**
 * The one input: barcodes, scale labels, pinyin, names, phones. It has the focus whenever nothing else needs
 * it.
 */
export function ScanBox() {
  const say = useSay()
  const { text, note } = box.use((state) => state)
  const reached = net.use((state) => state.reached)
  const choices = useChoices(text)
  const me = useMe()
  const withMembers = has(me, 'members') && may(me, 'members.find')
  const [at, setAt] = useState(0)
  useEffect(focusBox, [])
  const picked = Math.min(at, choices.length - 1)

  async function finish(event: KeyboardEvent) {
    // Read from the store: a scanner's Enter comes before the last letters are on the screen.
    const whole = box.get().text
    if (whole.trim() === '') return
    const scan = scannedAt(event)
    const typed = scan !== null && saysMore(scan, whole, catalog.get().goods) ? scan : whole
    const moved = typed === text ? choices[picked] : undefined
    if (typed !== whole) box.send({ text: typed })
    setAt(0)
    const pointed = at > 0 && moved !== undefined
    if (!pointed && (await enter(typed))) return
    if (moved) choose(moved)
    else if (withMembers) await enterWords(typed)
    else selectBox()
  }
  function onKeyDown(event: React.KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const deeds: Record<string, () => void> = {
      Enter: () => void finish(event.nativeEvent),
      Escape: () => {
        box.send({ text: '', note: null })
        setAt(0)
      },
      ArrowDown: () => setAt(Math.min(picked + 1, choices.length - 1)),
      ArrowUp: () => setAt(Math.max(0, picked - 1)),
    }
    const deed = deeds[event.key]
    if (!deed || (text === '' && event.key !== 'Escape')) return
    event.preventDefault()
    event.stopPropagation()
    deed()
  }
  return (
    <div className="scan" role="search">
      <div className="box">
        <Icon name="scan" size="l" />
        <input
          id={boxId}
          value={text}
          placeholder={say('box_hint')}
          aria-label={say('box')}
          autoComplete="off"
          spellCheck={false}
          role="combobox"
          aria-expanded={choices.length > 0}
          aria-controls={choicesId}
          aria-autocomplete="list"
          aria-activedescendant={choices.length > 0 ? optionId(picked) : undefined}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            box.send({ text: event.target.value, note: null })
            setAt(0)
          }}
        />
        {note && !(note.offline && reached) && <BoxNote note={note} />}
      </div>
      {text !== '' && <Choices choices={choices} picked={picked} text={text} />}
    </div>
  )
}

function BoxNote({ note }: { note: Note }) {
  const say = useSay()
  const me = useMe()
  const { create, enrol } = note
  return (
    <span className={`last ${note.tone}`}>
      {note.tone !== 'busy' && <Icon name={note.tone === 'ok' ? 'check' : 'alert'} size="s" />}
      <span role={note.tone === 'bad' ? 'alert' : 'status'} className="cut" title={note.text}>
        {note.text}
      </span>
      {create !== undefined && may(me, 'goods.edit') && (
        <button
          type="button"
          className="key small"
          onClick={() => openSheet({ kind: 'create', barcode: create })}
        >
          {say('create_goods')}
        </button>
      )}
      {create !== undefined && !may(me, 'goods.edit') && (
        <small className="why">{say('create_ask_manager')}</small>
      )}
      {enrol !== undefined && may(me, 'members.enrol') && (
        <button
          type="button"
          className="key small"
          onClick={() => openSheet({ kind: 'enrol', phone: enrol })}
        >
          {say('enrol')}
        </button>
      )}
    </span>
  )
}
