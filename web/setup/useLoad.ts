import { useCallback, useEffect, useState } from 'react'
import type { Endpoint, Reply, Request } from '#contract/endpoint.ts'
import { call } from '../ui/call.ts'

type Load<E extends Endpoint> = { data: Reply<E> | null; error: unknown; again: () => Promise<void> }

/** The answer of an endpoint, asked anew when the question changes; the last good one stays while it is. */
export function useLoad<E extends Endpoint>(endpoint: E, request: Request<E>): Load<E> {
  const question = JSON.stringify(request)
  const [data, setData] = useState<Reply<E> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const ask = useCallback(async (signal?: AbortSignal) => {
    try {
      setData(await call(endpoint, JSON.parse(question) as Request<E>, { signal }))
      setError(null)
    } catch (failure) {
      if (!signal?.aborted) setError(failure)
    }
  }, [endpoint, question])
  useEffect(() => {
    const gone = new AbortController()
    void ask(gone.signal)
    return () => gone.abort()
  }, [ask])
  return { data, error, again: ask }
}
