import { getRouteApi } from '@tanstack/react-router'
import { readOpenApi } from '#contract/system.ts'
import { useState } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { usePeopleTexts } from '../../ui/people.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { FilterBar, SearchField } from '../list/filters.tsx'
import { useReply } from '../query.ts'
import { Fields } from './Fields.tsx'
import { operationsOf, type Operation } from './operations.ts'
import { useSay } from '../texts/api.ts'
import './api.css'

const route = getRouteApi('/api')

/** Every endpoint of the house as the contract says it: what it takes, what it answers, who may call it. */
export function ApiPage() {
  const say = useSay()
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const asked = useReply(readOpenApi, {})
  if (!asked.data) return <PageWait title={say('title')} asked={asked} />
  const all = operationsOf(asked.data)
  const word = (search ?? '').toLowerCase()
  const fitting = all.filter(({ method, path, summary, need }) =>
    `${method} ${path} ${summary} ${need}`.toLowerCase().includes(word))
  const tags = [...new Set(fitting.map(({ tag }) => tag))]
  return (
    <>
      <PageHead title={say('title')} sub={say('sub', { count: formatCount(all.length) })}>
        <a className="btn" href="/api/openapi.json" download="openapi.json">
          <Icon name="download" size="s" />
          {say('download')}
        </a>
      </PageHead>
      <Stale asked={asked} />
      <p className="why api-intro">{say('rules_intro')}</p>
      <FilterBar>
        <SearchField value={search} hint={say('search')}
          onChange={(next) => void navigate({ search: { search: next }, replace: true })} />
      </FilterBar>
      {fitting.length === 0 && <Empty title={say('none')} why={say('none_hint')} />}
      {tags.map((tag) => (
        <section key={tag} className="panel api-group" aria-label={tag}>
          <h2 className="h2">{tag}</h2>
          {fitting.filter((one) => one.tag === tag).map((one) => (
            <Endpoint key={`${one.method} ${one.path}`} operation={one} />
          ))}
        </section>
      ))}
    </>
  )
}

function Endpoint({ operation }: { operation: Operation }) {
  const say = useSay()
  const texts = usePeopleTexts()
  const [open, setOpen] = useState(false)
  const { method, path, summary, need, scope, feature } = operation
  const may = (texts.permissions as Record<string, string>)[need] ?? say.of(`need_${need}`)
  return (
    <div className="api-door">
      <button type="button" className="api-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={`api-method ${method.toLowerCase()}`}>{method}</span>
        <code>{path}</code>
        <span className="sub">{summary}</span>
        <Icon name={open ? 'up' : 'down'} size="s" />
      </button>
      {open && (
        <div className="api-more">
          <p className="api-tags">
            <span className="tag">{may}</span>
            <span className="tag line">{say('scope')} · {say.of(`scope_${scope}`)}</span>
            {feature !== null && <span className="tag line">{say('feature')} · {feature}</span>}
          </p>
          <Fields title={say('request')} lines={operation.request} />
          <Fields title={say('reply')} lines={operation.reply} />
        </div>
      )}
    </div>
  )
}
