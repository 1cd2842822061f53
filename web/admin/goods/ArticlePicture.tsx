import { useQueryClient } from '@tanstack/react-query'
import { fetchPicture, pictureAddress, putPicture, removePicture } from '#contract/pictures.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { PictureInput } from '../../ui/PictureInput.tsx'
import { may, useMe } from '../../ui/session.ts'
import { Form, type FieldSpec } from '../form/Form.tsx'
import { useForm } from '../form/useForm.ts'
import { useDeed } from '../frame/Deeds.tsx'
import { useSay } from '../texts.ts'
import type { Article } from './ArticlePanels.tsx'
import { useState, type ReactNode } from 'react'

/** A photo from a phone over a shop's line takes its time. */
const sending_ms = 90_000

/** What the article looks like: shown on the till's keys. */
export function ArticlePicture({ sku }: { sku: Article }) {
  const say = useSay()
  const me = useMe()
  const src = sku.picture === null ? null : pictureAddress(sku.picture)
  const edits = may(me, 'goods.edit') && !sku.deleted
  if (src === null && !edits) return null
  return (
    <section className="panel n" aria-label={say('article_picture')}>
      {edits ? (
        <EditPicture key={sku.picture} sku={sku} src={src} />
      ) : (
        <>
          <Head />
          {src !== null && (
            <div className="picture">
              <div className="picture-frame">
                <img src={src} alt={sku.name} />
              </div>
            </div>
          )}
        </>
      )}
    </section>
  )
}

function Head({ children }: { children?: ReactNode }) {
  const say = useSay()
  return (
    <div className="ph">
      <h2 className="h2">{say('article_picture')}</h2>
      {children !== undefined && <span className="r">{children}</span>}
    </div>
  )
}

/** Taking it away waits 8 seconds in which it can be undone. */
function EditPicture({ sku, src }: { sku: Article; src: string | null }) {
  const say = useSay()
  const announce = useDeed()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function act(work: Promise<unknown>) {
    setBusy(true)
    setError(null)
    await work.catch(setError)
    setBusy(false)
    setWaiting(false)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  function remove() {
    if (waiting || busy) return
    setWaiting(true)
    announce({
      text: say('article_picture_removing', { name: sku.name }),
      act: () => void act(call(removePicture, { sku_id: sku.id })),
      drop: () => setWaiting(false),
    })
  }
  return (
    <>
      <Head>
        <button type="button" className="link" aria-expanded={asking} onClick={() => setAsking(!asking)}>
          {say('article_picture_by_address')}
        </button>
        {src !== null && (
          <button type="button" className="link" aria-disabled={waiting || busy} onClick={remove}>
            {say('article_picture_remove')}
          </button>
        )}
      </Head>
      <div className="picture">
        {asking && <FromAddress sku_id={sku.id} />}
        <PictureInput
          src={src}
          label={sku.name}
          busy={busy}
          onFile={(file) =>
            void act(call(putPicture, { sku_id: sku.id, file }, { timeout_ms: sending_ms }))
          }
        />
        {error !== null && <Failed error={error} title={say('article_picture_failed')} />}
      </div>
    </>
  )
}

function FromAddress({ sku_id }: { sku_id: string }) {
  const say = useSay()
  const queries = useQueryClient()
  const form = useForm<'address'>({
    start: { address: '' },
    needed: ['address'],
    check: () => ({}),
    codes: {
      address_refused: 'address',
      address_unreachable: 'address',
      address_too_large: 'address',
      address_other_type: 'address',
      picture_unreadable: 'address',
      picture_too_large: 'address',
    },
    async send({ address }) {
      await call(fetchPicture, { sku_id, address })
      await queries.invalidateQueries({ queryKey: ['GET'] })
    },
  })
  const fields: FieldSpec<'address'>[] = [
    { name: 'address', label: say('article_picture_address'), kind: 'text' },
  ]
  return (
    <div className="picture-address">
      <Form form={form} fields={fields} submit={say('article_picture_fetch')} quiet />
    </div>
  )
}
