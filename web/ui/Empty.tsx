import type { ReactNode } from 'react'

/** Nothing here: says why, and offers the one step out as `children`. */
export function Empty({ title, why, children }: { title: string; why?: string; children?: ReactNode }) {
  return (
    <div className="empty" role="status">
      <b>{title}</b>
      {why && <p>{why}</p>}
      {children}
    </div>
  )
}
