import type { TillDevice } from '#contract/access.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { lockTill } from '../lock.ts'
import { useSay } from '../texts.ts'
import { useMe } from '../../ui/session.ts'

/** Signed in at a till of a store where this person does not work. */
export function NotHere({ at }: { at: TillDevice }) {
  const say = useSay()
  const { staff } = useMe()
  return (
    <main className="alone">
      <Empty
        title={say('not_here', { store: at.store.name })}
        why={say('not_here_why', { name: staff.name })}
      >
        <button type="button" className="key" onClick={() => void lockTill()}>
          <Icon name="people" />
          {say('switch_person')}
        </button>
      </Empty>
    </main>
  )
}
