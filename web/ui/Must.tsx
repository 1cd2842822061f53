import { useUiSay } from './say.ts'
import { askSession, justTyped, signOut, useMe } from './session.ts'
import { Card } from './signin/Card.tsx'
import { NewPassword } from './signin/NewPassword.tsx'
import { useSending } from './signin/sending.ts'
import { SetSecondFactor } from './signin/SetSecondFactor.tsx'
import { Wrong } from './signin/Entry.tsx'

/** What somebody signed in must do before anything else works: a password of their own, a second factor. */
export function Must() {
  const say = useUiSay()
  const { must, staff } = useMe()
  const { error, send } = useSending()
  const changes = must === 'change_password'
  const note = say(changes ? 'must_change_password' : 'must_set_second_factor', { name: staff.name })
  return (
    <Card title={say(changes ? 'new_password' : 'second_factor')} note={note}>
      {changes ? (
        <NewPassword known={justTyped()} word={say('change_and_go_on')} onDone={askSession} />
      ) : (
        <SetSecondFactor known={justTyped()} onDone={askSession} />
      )}
      <Wrong error={error} />
      <div className="signin-ways">
        <button type="button" className="link" onClick={() => void send(signOut)}>
          {say('other_person')}
        </button>
      </div>
    </Card>
  )
}
