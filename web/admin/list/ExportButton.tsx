import { useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { ExportForm } from './ExportForm.tsx'
import type { Exportable } from './exportable.ts'
import { useListSay } from './texts.ts'

type Props = { exports: Exportable; seen: readonly string[]; total: number | undefined }

/** Opens the form of an export; whoever may not export sees why. */
export function ExportButton({ exports, seen, total }: Props) {
  const say = useListSay()
  const me = useMe()
  const [open, setOpen] = useState(false)
  const why = may(me, `${exports.what}.export`) ? null : say('export_not_permitted')
  return (
    <>
      {why !== null && <span className="why" id="why-no-export">{why}</span>}
      <button
        type="button"
        className="link list-tool"
        aria-disabled={why !== null}
        aria-describedby={why === null ? undefined : 'why-no-export'}
        onClick={() => setOpen(why === null)}>
        <Icon name="download" size="s" />
        {say('export')}
      </button>
      <FormDrawer open={open} title={say('export_of', { what: say(`what_${exports.what}`) })}
        onClose={() => setOpen(false)}>
        <ExportForm exports={exports} seen={seen} total={total} />
      </FormDrawer>
    </>
  )
}
