import type { ReactNode } from 'react'
import { Drawer } from 'antd'
import { useSay } from '../texts.ts'
import './form.css'

/** A form at the side: the page it belongs to stays in sight. */
export function FormDrawer({
  open,
  title,
  onClose,
  children,
}: {
  open: boolean
  title: string
  onClose: () => void
  children: ReactNode
}) {
  const say = useSay()
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={title}
      size={420}
      destroyOnHidden
      className="form-drawer"
      styles={{ wrapper: { maxWidth: '100vw' } }}
      closable={{ 'aria-label': say('close'), placement: 'end' }}>
      {children}
    </Drawer>
  )
}
