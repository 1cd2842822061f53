import { useEffect } from 'react'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { Stage } from '../Stage.tsx'
import { useSay } from '../texts.ts'

const next = [
  { key: 'goods', icon: 'box', href: '/admin/goods' },
  { key: 'people', icon: 'people', href: '/admin/staff' },
  { key: 'tills', icon: 'store', href: '/admin/stores' },
  { key: 'try', icon: 'basket', href: '/till/' },
] as const satisfies readonly { key: string; icon: IconName; href: string }[]

/** The company stands and its owner is signed in: what to do first. */
export function Done({ made: { name, code } }: { made: { name: string; code: string } }) {
  const say = useSay()
  const title = say('done_title', { name })
  useEffect(() => { document.title = title }, [title])
  return (
    <Stage title={say('setup')}>
      <main className="stage-card panel done">
        <h1>{title}</h1>
        <p className="sub">{say('done_why')}</p>
        <dl className="done-code">
          <dt>{say('done_code')}</dt>
          <dd>{code}</dd>
          <dd className="why">{say('done_code_hint')}</dd>
        </dl>
        <ol className="done-next">
          {next.map(({ key, icon, href }) => (
            <li key={key}>
              <a href={href}>
                <Icon name={icon} />
                <span>
                  <b>{say(`done_${key}`)}</b>
                  <small>{say(`done_${key}_why`)}</small>
                </span>
                <Icon name="right" size="s" />
              </a>
            </li>
          ))}
        </ol>
        <a className="btn big pri" href="/admin/">{say('done_console')}</a>
      </main>
    </Stage>
  )
}
