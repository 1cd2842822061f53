import { Popover } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { inOrder, moved, shown, type Kept } from './kept.ts'
import { useListSay } from './texts.ts'

type Props = {
  columns: readonly { key: string; head: string }[]
  now: Kept
  onChange: (next: Kept) => void
  onReset: () => void
}

/** Which columns a list shows, and in which order. */
export function ColumnsMenu(props: Props) {
  const say = useListSay()
  return (
    <Popover trigger="click" arrow={false} placement="topRight" content={<Choices {...props} />}>
      <button type="button" className="link list-tool">
        <Icon name="filter" size="s" />
        {say('columns')}
      </button>
    </Popover>
  )
}

function Choices({ columns, now, onChange, onReset }: Props) {
  const say = useListSay()
  const rest = inOrder(columns, now)
  const keys = rest.map(({ key }) => key)
  return (
    <div className="columns-menu" role="group" aria-label={say('columns_title')}>
      <p>
        <b>{columns[0]?.head}</b>
        <small>{say('columns_first')}</small>
      </p>
      <ul>
        {rest.map(({ key, head }, at) => (
          <li key={key}>
            <label>
              <input
                type="checkbox"
                checked={!now.hidden.includes(key)}
                onChange={(event) => onChange(shown(now, key, event.target.checked))}
              />
              <span className="cut">{head}</span>
            </label>
            <button type="button" className="ib" aria-label={say('column_left', { head })} disabled={at === 0}
              onClick={() => onChange(moved(now, keys, { key, by: -1 }))}>
              <Icon name="up" size="s" />
            </button>
            <button type="button" className="ib" aria-label={say('column_right', { head })}
              disabled={at === rest.length - 1} onClick={() => onChange(moved(now, keys, { key, by: 1 }))}>
              <Icon name="down" size="s" />
            </button>
          </li>
        ))}
      </ul>
      <p className="columns-end">
        <small>{say('columns_hint')}</small>
        <button type="button" className="link" onClick={onReset}>{say('columns_reset')}</button>
      </p>
    </div>
  )
}
