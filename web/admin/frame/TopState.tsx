import { useEffect, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

/** What a page has to say in the line above it, such as how fresh its figures are. */
export function TopState({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  useEffect(() => setPlace(document.getElementById('top-state')), [])
  return place && createPortal(children, place)
}
