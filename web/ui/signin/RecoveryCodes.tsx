import { useState } from 'react'
import { Icon } from '../Icon.tsx'
import { useUiSay } from '../say.ts'

type Props = { codes: readonly string[]; onDone: () => void | Promise<void> }

/** Ten codes, shown this once. Who has kept them goes on. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const say = useUiSay()
  const [copied, setCopied] = useState(false)
  const text = codes.join('\n')
  // A till on plain http has no clipboard to write to; the file always works.
  const copy = () => navigator.clipboard?.writeText(text).then(() => setCopied(true), () => setCopied(false))
  return (
    <div className="recovery">
      <p className="say">{say('recovery_keep')}</p>
      <ol className="n">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="signin-ways">
        {navigator.clipboard && (
          <button type="button" className="link" onClick={() => void copy()}>
            {say(copied ? 'copied' : 'copy')}
          </button>
        )}
        <a className="link" href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="shuke-recovery-codes.txt">
          {say('save_file')}
        </a>
      </div>
      <button type="button" className="btn pri big" onClick={() => void onDone()}>
        <Icon name="check" />
        {say('recovery_kept')}
      </button>
    </div>
  )
}
