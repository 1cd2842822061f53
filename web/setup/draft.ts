import { useEffect, useState } from 'react'

/** What was typed so far, as it stands in the fields. The password is never part of it. */
export type Draft = {
  step: 0 | 1 | 2 | 3
  code: string
  chain: { name: string; code: string }
  store: {
    name: string; code: string; ownership: 'direct' | 'franchise'; legal_entity: string; tills: string
    cutoff_hour: string
  }
  owner: { name: string; phone: string }
  /** The company that was made here, for a reload of the last page. */
  made: { name: string; code: string } | null
}

const blank: Draft = {
  step: 0, code: '', chain: { name: '', code: '' },
  store: { name: '', code: 'A', ownership: 'direct', legal_entity: '', tills: '1', cutoff_hour: '0' },
  owner: { name: '', phone: '' }, made: null,
}

const key = 'shuke.setup'

/** An operator's link carries the code behind the #, which no server and no log ever sees. */
function codeInAddress(): string {
  const code = decodeURIComponent(location.hash.slice(1))
  if (code !== '') history.replaceState(null, '', location.pathname)
  return code
}

function kept(): Draft {
  try {
    return { ...blank, ...JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Draft> }
  } catch {
    return blank
  }
}

function read(): Draft {
  const code = codeInAddress()
  return code === '' ? kept() : { ...kept(), code, step: 0, made: null }
}

// Read once, since the code leaves the address with it.
const begun = read()

/** Somebody came with a code, or is half-way: theirs is no first visit. */
export const isBegun = (): boolean => begun.code !== '' || begun.made !== null

function write(draft: Draft): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // A browser that keeps nothing loses it with a reload, and nothing else.
  }
}

export function useDraft() {
  const [draft, setDraft] = useState(begun)
  useEffect(() => write(draft), [draft])
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  return { draft, change }
}
