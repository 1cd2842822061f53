import { useEffect, useState } from 'react'
import { Modal } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { useSay } from '../texts.ts'
import { FinderBox } from './FinderBox.tsx'

/** Ctrl+K finds any member, order, article or page. */
export function Finder() {
  const say = useSay()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button type="button" className="field find" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="search" size="s" />
        <span className="cut">{say('find_hint')}</span> <kbd>Ctrl K</kbd>
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        closable={false}
        destroyOnHidden
        width={560}
        className="finder"
        style={{ top: 72 }}
        title={say('find_title')}>
        <FinderBox onDone={() => setOpen(false)} />
      </Modal>
    </>
  )
}
