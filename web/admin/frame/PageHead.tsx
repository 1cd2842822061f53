import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Icon } from '../../ui/Icon.tsx'
import { useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'

export type Up = { to: LinkProps['to']; text: string }
type Props = { title: string; sub?: ReactNode; up?: Up; here?: string; children?: ReactNode }

/** Where you are: the title, what stands beside it, the way up, and at the right what can be done. */
export function PageHead({ title, sub, up, here, children }: Props) {
  const say = useSay()
  const { chain } = useMe()
  useEffect(() => {
    document.title = `${title} · ${chain.name}`
  }, [title, chain.name])
  return (
    <>
      {up && (
        <nav className="crumb" aria-label={say('breadcrumb')}>
          <Link to={up.to}>{up.text}</Link>
          <Icon name="right" size="s" />
          <span className="cut" aria-current="page" title={here ?? title}>
            {here ?? title}
          </span>
        </nav>
      )}
      <div className="hd">
        <h1 className="h1">{title}</h1>
        {sub !== undefined && <p className="n">{sub}</p>}
        {children && <div className="hd-right">{children}</div>}
      </div>
    </>
  )
}
