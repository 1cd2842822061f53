import { useEffect, useState } from 'react'
import { Modal } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { FinderBox } from './FinderBox.tsx'
import { useFinderSay } from './finder-texts.ts'
import './finder.css'

/** Ctrl+K finds any member, order, article, store, person or page; the same keys put it away. */
export function Finder() {
  const say = useFinderSay()
  const [open, setOpen] = useState(false)
  // A box for each opening: one that is still fading away must not come back with what was typed.
  const [times, setTimes] = useState(0)
  useEffect(() => {
    if (open) setTimes((before) => before + 1)
  }, [open])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      setOpen((now) => !now)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button type="button" className="field find" aria-haspopup="dialog" aria-keyshortcuts="Control+K"
        onClick={() => setOpen(true)}>
        <Icon name="search" size="s" />
        <span className="cut">{say('hint')}</span> <kbd>Ctrl K</kbd>
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        closable={false}
        destroyOnHidden
        width={600}
        className="finder"
        style={{ top: 72 }}
        title={say('title')}>
        <FinderBox key={times} onDone={() => setOpen(false)} />
      </Modal>
    </>
  )
}
