import { Refused } from './call.ts'
import { Icon } from './Icon.tsx'
import { errorText, useUiSay } from './say.ts'

/** Something could not be fetched or done: what, why, and one retry. Keep the last good data below it. */
export function Failed({ error, title, onRetry }: { error: unknown; title?: string; onRetry?: () => void }) {
  const say = useUiSay()
  const id = error instanceof Refused && error.status >= 500 ? error.request_id : ''
  return (
    <div className="failed" role="alert">
      <Icon name="alert" />
      <span>
        <b>{title ?? say('failed')}</b>
        <small>
          {errorText(error)}
          {id && ` · ${say('request_no', { id })}`}
        </small>
      </span>
      {onRetry && (
        <button type="button" className="btn" onClick={onRetry}>
          {say('retry')}
        </button>
      )}
    </div>
  )
}
