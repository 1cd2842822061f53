import { useUiSay } from '../say.ts'

/** The one button of a form; while the server asks to wait it counts down. */
export function Submit({ word, busy, wait_s = 0 }: { word: string; busy: boolean; wait_s?: number }) {
  const say = useUiSay()
  return (
    <button type="submit" className="btn pri big n" aria-disabled={busy || wait_s > 0}>
      {wait_s > 0 ? say('wait_seconds', { seconds: wait_s }) : busy ? say('working') : word}
    </button>
  )
}
