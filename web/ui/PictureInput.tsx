import { useId, useRef, useState, type ClipboardEvent, type DragEvent } from 'react'
import { pictureUpload } from '#contract/pictures.ts'
import { formatCount } from './format.ts'
import { Icon } from './Icon.tsx'
import { uiSay, useUiSay } from './say.ts'
import './picture.css'

/** Why a file is not sent at all, in words; null for one the server may judge. */
export function whyNotPicture({ type, size }: Pick<File, 'type' | 'size'>): string | null {
  const { types, most_kb } = pictureUpload
  if (!types.includes(type)) return uiSay()('picture_other_type')
  return size > most_kb * 1024 ? uiSay()('picture_too_large', { limit: formatCount(most_kb / 1024) }) : null
}

type Props = {
  /** Where the picture is; null where there is none yet. */
  src: string | null
  /** What it shows. */
  label: string
  busy: boolean
  onFile: (file: File) => void
}

/** A place for one picture: shows it, and takes another one that is chosen, dropped on it or pasted. */
export function PictureInput({ src, label, busy, onFile }: Props) {
  const say = useUiSay()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  function take(file: File | undefined) {
    if (!file || busy) return
    const why = whyNotPicture(file)
    setFault(why)
    if (why === null) onFile(file)
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  const paste = (event: ClipboardEvent) => take(event.clipboardData.files[0])
  return (
    <div className="picture-in" onPaste={paste}>
      <button
        type="button"
        className={`picture-frame ${src === null ? 'none' : ''} ${over ? 'over' : ''}`}
        aria-disabled={busy}
        aria-describedby={fault === null ? undefined : id}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}>
        {src !== null && <img src={src} alt={label} />}
        <span className="picture-do">
          <Icon name="upload" size="s" />
          {busy ? say('picture_sending') : say(src === null ? 'picture_add' : 'picture_change')}
        </span>
        {src === null && <small>{say('picture_hint')}</small>}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={pictureUpload.types.join(',')}
        aria-label={say('picture_add')}
        onChange={(event) => {
          take(event.target.files?.[0])
          // The same file again is a choice too.
          event.target.value = ''
        }}
      />
      {fault !== null && (
        <span className="err" id={id} role="alert">
          <Icon name="alert" size="s" />
          {fault}
        </span>
      )}
    </div>
  )
}
