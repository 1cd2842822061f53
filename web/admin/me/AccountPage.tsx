import { readAccount } from '#contract/access.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts/account.ts'
import { Guards } from './Guards.tsx'
import { Sessions } from './Sessions.tsx'
import './me.css'

/** What guards my account, and where I am signed in. */
export function AccountPage() {
  const say = useSay()
  const account = useReply(readAccount, {})
  return (
    <>
      <PageHead title={say('title')} sub={say('hint')} />
      {account.isError && (
        <div className="stale">
          <Failed error={account.error} onRetry={() => void account.refetch()} />
        </div>
      )}
      <div className="me-cols">
        {(account.isPending || account.data) && (
          <section className="panel" aria-label={say('guards')}>
            <div className="ph">
              <h2 className="h2">{say('guards')}</h2>
            </div>
            {account.isPending && <Skeleton rows={3} columns={2} />}
            {account.data && <Guards account={account.data} />}
          </section>
        )}
        <Sessions />
      </div>
    </>
  )
}
