import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { yuan } from '#contract/text.ts'
import { useMe } from '../ui/session.ts'

/**
 * A slip of 80 mm as the printer will make it, on the screen and, for printing, once more directly under the
 * page's body: the print sheet hides everything else.
 */
export function Paper({ store, title, children }: { store: string; title: string; children: ReactNode }) {
  const { chain } = useMe()
  const slip = (
    <>
      <header>
        <b>{chain.name}</b>
        <span>{store}</span>
        <span>{title}</span>
      </header>
      {children}
    </>
  )
  return (
    <>
      <article className="paper n" aria-label={title}>
        {slip}
      </article>
      {createPortal(
        <div className="print-only paper n" aria-hidden="true">
          {slip}
        </div>,
        document.body,
      )}
    </>
  )
}

/** One row of a slip: words left, figure right. */
export function PaperRow({
  word,
  value,
  strong = false,
}: {
  word: ReactNode
  value: ReactNode
  strong?: boolean
}) {
  return (
    <p className={`pr-row ${strong ? 'strong' : ''}`}>
      <span>{word}</span>
      <span>{value}</span>
    </p>
  )
}

/** An amount as slips show it: no sign of the currency, two decimals. */
export const slipFen = (fen: number): string => yuan(fen)

export const PaperLine = () => <hr />
