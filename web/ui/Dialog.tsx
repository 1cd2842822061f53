import { useEffect, useRef, type ReactNode } from 'react'

/**
 * The browser's own modal dialog: it keeps the focus inside and the page behind it silent, and stands over
 * any other. What carries `data-autofocus` has the focus first, otherwise the dialog itself, so that no key
 * is pressed by chance.
 */
export function Dialog({
  label,
  onEscape,
  className,
  children,
}: {
  label: string
  onEscape: () => void
  className: string
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const me = dialog.current
    if (me && !me.open) me.showModal()
    const first = me?.querySelector<HTMLElement>('[data-autofocus]') ?? me
    first?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-label={label}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault()
        onEscape()
      }}
    >
      {children}
    </dialog>
  )
}
