import { formatTime } from '../../ui/format.ts'
import { useMe } from '../../ui/session.ts'
import { catalog } from '../catalog.ts'
import { net } from '../net.ts'
import { useSay } from '../texts.ts'

/** One quiet line on the network: what is so now, and that nothing is lost. */
export function NetBar() {
  const say = useSay()
  const { chain } = useMe()
  const { reached, lost_at } = net.use((state) => state)
  const { goods, loading } = catalog.use((state) => state)
  const version =
    goods.version > 0 ? say('catalog_version', { version: goods.version, count: goods.skus.length }) : ''
  return (
    <footer className={`bar n ${reached ? '' : 'off'}`}>
      <span role="status">
        <i className={`dot ${reached ? 'ok' : 'warn'}`} />
        {reached ? say('net_ok') : <b>{say('net_lost')}</b>}
      </span>
      {lost_at && <span>{say('net_since', { time: formatTime(lost_at, chain.time_zone) })}</span>}
      <span className="r">{loading ? say('catalog_loading') : version}</span>
    </footer>
  )
}
