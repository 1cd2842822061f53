import { useEffect, useState } from 'react'
import { listWordings, usualWordings, type ConsentKind, type Wording } from '#contract/consents.ts'
import { call } from '../../ui/call.ts'
import { useLang } from '../../ui/lang.ts'

export type Words = (kind: ConsentKind) => { text: string; version: number }

/** The words of consents in use now; those of the house until the server has told, or where it does not. */
export function useWordings(): Words {
  const lang = useLang()
  const [rows, setRows] = useState<readonly Wording[]>([])
  useEffect(() => {
    const leave = new AbortController()
    call(listWordings, {}, { signal: leave.signal, timeout_ms: 5000 })
      .then((told) => setRows(told.rows))
      .catch(() => undefined)
    return () => leave.abort()
  }, [])
  return (kind) => {
    const now = rows.find((row) => row.kind === kind && row.in_use)
    return now
      ? { text: now[lang], version: now.version }
      : { text: usualWordings[kind][lang], version: 1 }
  }
}
