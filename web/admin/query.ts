import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Endpoint, Reply, Request } from '#contract/endpoint.ts'
import { call, Offline } from '../ui/call.ts'

/**
 * A refusal is an answer and is not asked again; a lost connection is tried once more before the page says
 * so.
 */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => error instanceof Offline && failures < 1,
      retryDelay: 800,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

export const queryKey = (endpoint: Endpoint, request: unknown = {}) =>
  [endpoint.method, endpoint.path, request] as const

type ReplyOptions = { enabled?: boolean; every_ms?: number; keep?: boolean }

/**
 * The answer of a GET endpoint, cached by what was asked. `keep` shows the last answer while another filter
 * loads.
 */
export function useReply<E extends Endpoint>(endpoint: E, request: Request<E>, options: ReplyOptions = {}) {
  return useQuery({
    queryKey: queryKey(endpoint, request),
    queryFn: ({ signal }): Promise<Reply<E>> => call(endpoint, request, { signal }),
    enabled: options.enabled ?? true,
    refetchInterval: options.every_ms ?? false,
    placeholderData: options.keep ? keepPreviousData : undefined,
  })
}

type Listing = Endpoint & { reply: { _zod: { output: { rows: unknown[]; next: string | null } } } }
export type RowOf<E extends Listing> = Reply<E>['rows'][number]

/** A list by keyset: the rows so far and a way to the next ones. */
export function useRows<E extends Listing>(endpoint: E, request: Request<E>, { enabled = true } = {}) {
  const query = useInfiniteQuery({
    queryKey: [...queryKey(endpoint, request), 'rows'],
    enabled,
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }): Promise<Reply<E>> =>
      call(
        endpoint,
        pageParam === null ? request : ({ ...(request as object), cursor: pageParam } as Request<E>),
        { signal },
      ),
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const rows: RowOf<E>[] = query.data?.pages.flatMap((page) => page.rows) ?? []
  return { ...query, rows, first: query.data?.pages[0] }
}

export type Rows<Row> = {
  rows: Row[]
  isPending: boolean
  isError: boolean
  error: unknown
  isPlaceholderData: boolean
  dataUpdatedAt: number
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => Promise<unknown>
  refetch: () => Promise<unknown>
}

type Whole = Endpoint & { reply: { _zod: { output: { rows: unknown[] } } } }

/** A list that comes whole, in the form of those that come page by page. */
export function useWhole<E extends Whole>(endpoint: E, request: Request<E>): Rows<Reply<E>['rows'][number]> {
  const query = useReply(endpoint, request, { keep: true })
  return {
    ...query, rows: query.data?.rows ?? [], hasNextPage: false, isFetchingNextPage: false,
    isFetchNextPageError: false, fetchNextPage: () => Promise.resolve(),
  }
}
