import { useCallback, useEffect, useState } from 'react'

type Loaded<Data> = { data: Data | null; error: unknown; loading: boolean }

/**
 * Fetches while mounted, anew when `key` changes; a late answer to an old question is dropped. Keeps the last
 * data.
 */
export function useLoad<Data>(key: string, fetchIt: (signal: AbortSignal) => Promise<Data>) {
  const [loaded, setLoaded] = useState<Loaded<Data>>({ data: null, error: null, loading: true })
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    setLoaded(({ data }) => ({ data, error: null, loading: true }))
    fetchIt(stop.signal).then(
      (data) => {
        if (!stop.signal.aborted) setLoaded({ data, error: null, loading: false })
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setLoaded(({ data }) => ({ data, error, loading: false }))
      },
    )
    return () => stop.abort()
    // The key stands for everything the fetch depends on.
    // eslint-disable-next-line react/exhaustive-deps
  }, [key, tries])
  const again = useCallback(() => setTries((count) => count + 1), [])
  return { ...loaded, again }
}
