import { listWordings, usualWordings, type ConsentKind, type Wording } from '#contract/consents.ts'
import { useLang } from '../../ui/lang.ts'
import { useReply } from '../query.ts'

/** The words of a consent that are in use now, in the language of the screen. */
export function useWords(kind: ConsentKind): { version: number; text: string } | null {
  const lang = useLang()
  const asked = useReply(listWordings, {})
  if (!asked.data) return null
  const now = asked.data.rows.find((row) => row.kind === kind && row.in_use)
  return now ? { version: now.version, text: now[lang] } : { version: 1, text: usualWordings[kind][lang] }
}

/** All words by kind and version, for the evidence of consents. */
export function useAllWords(): (kind: ConsentKind, version: number) => Wording | undefined {
  const asked = useReply(listWordings, {})
  return (kind, version) => asked.data?.rows.find((row) => row.kind === kind && row.version === version)
}
