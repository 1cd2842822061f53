import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useRouter } from '@tanstack/react-router'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useMe } from '../../ui/session.ts'
import { useSettled } from '../list/useSettled.ts'
import { useFinderSay } from './finder-texts.ts'
import { useFound, type Found, type Group } from './found.ts'
import { forgetRecent, keepRecent, recentOf } from './recent.ts'

/** Typing rests this long before the server is asked. */
const still_ms = 80

/** The box and what it found, driven by arrows and Enter; Escape is the dialog's own. */
export function FinderBox({ onDone }: { onDone: () => void }) {
  const say = useFinderSay()
  const router = useRouter()
  const { staff } = useMe()
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState(0)
  const [recent, setRecent] = useState(() => recentOf(staff.id))
  const search = useSettled(typed.trim(), still_ms)
  const { groups: found, busy, error, again } = useFound(search)
  const lately: Group[] = search === '' && recent.length > 0 ? [{ kind: 'recent', rows: recent }] : []
  const groups = [...lately, ...found]
  const rows = groups.flatMap((group) => group.rows)
  const at = Math.min(picked, rows.length - 1)
  function open(row: Found) {
    keepRecent(staff.id, row)
    onDone()
    void router.navigate({ to: row.to })
  }
  function onKey(event: KeyboardEvent) {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: at - 5 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      setPicked(Math.max(0, Math.min(rows.length - 1, to)))
    }
    const target = rows[at]
    // Enter that ends a syllable of an input method picks the syllable, not the row.
    const settled = typed.trim() === search && !event.nativeEvent.isComposing
    if (event.key === 'Enter' && target && settled) open(target)
  }
  function forgetLately() {
    forgetRecent(staff.id)
    setRecent([])
  }
  const none = rows.length === 0 && search !== '' && !busy && error === null
  return (
    <div onKeyDown={onKey}>
      <label className="field find-box">
        <Icon name="search" />
        <span className="sr">{say('hint')}</span>
        <input
          autoFocus value={typed} placeholder={say('placeholder')} maxLength={60} autoComplete="off"
          spellCheck={false} enterKeyHint="go" role="combobox" aria-expanded={rows.length > 0}
          aria-controls="found" aria-activedescendant={rows[at] ? `found-${at}` : undefined}
          onChange={(event) => {
            setTyped(event.target.value)
            setPicked(0)
          }}
        />
      </label>
      <i className={busy ? 'find-busy on' : 'find-busy'} aria-hidden="true" />
      {error !== null && <Failed title={say('failed')} error={error} onRetry={again} />}
      <Groups groups={groups} at={at} busy={busy} onPick={setPicked} onOpen={open} />
      {none && (
        <p className="found-none" role="status">
          <b>{say('nothing', { search })}</b>
          <span>{say('nothing_hint')}</span>
        </p>
      )}
      <p className="find-keys">
        {lately.length > 0 ? (
          <button type="button" className="link" onClick={forgetLately}>{say('forget')}</button>
        ) : search === '' && <span>{say('start')}</span>}
        <span>{say('keys')}</span>
        <span className="sr" role="status">
          {search !== '' && !busy && say('found', { count: rows.length })}
        </span>
      </p>
    </div>
  )
}

type GroupsProps = {
  groups: readonly Group[]; at: number; busy: boolean
  onPick: (at: number) => void; onOpen: (row: Found) => void
}

/** Rows kind by kind under their headings; the picked one is kept in sight. */
function Groups({ groups, at, busy, onPick, onOpen }: GroupsProps) {
  const say = useFinderSay()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at, groups])
  const starts = groups.map((_, group) => groups.slice(0, group).flatMap(({ rows }) => rows).length)
  return (
    <div id="found" ref={list} role="listbox" aria-label={say('title')} aria-busy={busy} className="found">
      {groups.map(({ kind, rows }, group) => (
        <div key={kind} role="group" aria-label={say(`kind_${kind}`)}>
          <span className="found-kind" aria-hidden="true">{say(`kind_${kind}`)}</span>
          {rows.map((row, within) => {
            const index = starts[group]! + within
            return (
              <div key={row.key} id={`found-${index}`} role="option" tabIndex={-1}
                aria-selected={index === at} className="found-row" onClick={() => onOpen(row)}
                onMouseMove={() => onPick(index)}>
                <Icon name={row.icon} size="s" />
                <b className="cut" title={row.name}>{row.name}</b>
                <small className="n cut" title={row.note}>{row.note}</small>
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}
