import { Failed } from '../../ui/Failed.tsx'
import { useUiSay } from '../../ui/say.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useSay } from '../texts.ts'
import { PageHead, type Up } from './PageHead.tsx'

type Asked = { isError: boolean; error: unknown; refetch: () => unknown }

/** What went wrong with the last asking, above the last good data where there is some. */
export function Stale({ asked }: { asked: Asked }) {
  if (!asked.isError) return null
  return (
    <div className="stale">
      <Failed error={asked.error} onRetry={() => void asked.refetch()} />
    </div>
  )
}

/** The page of one thing that is not here yet, or could not be had; the way up stands either way. */
export function PageWait({ title, up, asked }: { title: string; up?: Up; asked: Asked }) {
  const say = useSay()
  const ui = useUiSay()
  return (
    <>
      <PageHead title={title} up={up} here={asked.isError ? ui('failed') : say('loading')} />
      {asked.isError ? (
        <Stale asked={asked} />
      ) : (
        <div className="panel list-wait">
          <Skeleton rows={8} columns={3} />
        </div>
      )}
    </>
  )
}
