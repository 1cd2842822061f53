import { createHash } from 'node:crypto'
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import type { PostgresPoolClient, QueryResult } from 'kysely'
import pg from 'pg'
import { assert } from './refusal.ts'

/** SQL is written by hand in the `store.ts` of each module, so the builder knows no tables. */
type Tables = Record<never, never>

/** One open transaction, bound to a connection and to one chain. Handed down, never kept. */
export type Tx = Pick<Kysely<Tables>, 'getExecutor'> & {
  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>>
}

export type Db = {
  pool: pg.Pool
  kysely: Kysely<Tables>
  /** Statements go out without waiting for the answers before them; see `together`. */
  pipelined: boolean
  close(): Promise<void>
}

const int8 = 20, int8Array = 1016, dateType = 1082, numericType = 1700
const readInt8 = (text: string): number => {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `int8 ${text} passes 2^53`)
  return value
}
const readInt8Array = (text: string): number[] =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map(readInt8)
const asText = (text: string): string => text

function parserOf(oid: number): (text: string) => unknown {
  if (oid === int8) return readInt8
  if (oid === int8Array) return readInt8Array
  // A calendar day stays text: as a Date it would shift with the server's own time zone.
  if (oid === dateType || oid === numericType) return asText
  return pg.types.getTypeParser(oid, 'text') as (text: string) => unknown
}

export type DbOptions = { max?: number; prepared?: boolean; name?: string }

/**
 * Opens a pool on a PostgreSQL address. `prepared` names every statement by its text so that the server keeps
 * the plan: only for connections that run a fixed set of statements, as the settle lane does.
 */
export function openDb(url: string, options: DbOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: url, max: options.max ?? 8, application_name: options.name ?? 'shuke',
    idleTimeoutMillis: options.prepared ? 0 : 30_000, connectionTimeoutMillis: 10_000,
    types: { getTypeParser: ((oid: number) => parserOf(oid)) as typeof pg.types.getTypeParser },
    // A statement or a lock that waits longer than this is a fault; the caller gets an answer, not a hang.
    statement_timeout: 60_000, lock_timeout: 20_000, idle_in_transaction_session_timeout: 60_000,
    ...(options.prepared ? { options: '-c plan_cache_mode=force_generic_plan', pipeline: true } : {}),
  })
  // A connection that dies while idle (the database was restarted) is dropped by the
  // pool; it is no reason to fall.
  pool.on('error', () => undefined)
  // One that dies between two statements of a transaction says so to its next
  // statement; unheard it ends the process.
  pool.on('connect', (client) => { client.on('error', () => undefined) })
  const source = options.prepared ? preparedPool(pool) : pool
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: source as pg.Pool }) })
  return { pool, kysely, pipelined: options.prepared === true, close: () => kysely.destroy() }
}

const names = new Map<string, string>()
function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined)
    names.set(text, name = `s${createHash('sha1').update(text).digest('hex').slice(0, 20)}`)
  return name
}

/** A kept plan that no longer fits: a migration changed what it answers with, or a proxy forgot it. */
const stale_plan = new Set(['0A000', '26000'])
export const isStalePlan = (error: unknown): boolean => stale_plan.has(sqlState(error) ?? '')

function preparedPool(pool: pg.Pool): { connect(): Promise<PostgresPoolClient>; end(): Promise<void> } {
  // A connection keeps its plans for life and would fail at a stale one for ever: with the first that is met
  // a new age begins, and whatever was opened in an earlier one is put away.
  let age = 0
  const ages = new WeakMap<pg.PoolClient, number>()
  const isOld = (client: pg.PoolClient): boolean => ages.get(client) !== age
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect()
    if (!ages.has(client)) ages.set(client, age)
    if (isOld(client)) {
      client.release(true)
      return await connect()
    }
    const query = async (text: string, values: readonly unknown[]) => {
      if (values.length === 0) return await client.query(text)
      return await client.query({ name: nameOf(text), text, values: [...values] }).catch((error: unknown) => {
        if (isStalePlan(error) && !isOld(client)) age += 1
        throw error
      })
    }
    return { query, release: () => client.release(isOld(client)) } as unknown as PostgresPoolClient
  }
  return { connect, end: () => pool.end() }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Runs `work` in one transaction that sees one chain only: the row-level security policies read
 * `app.chain_id`. Commits when `work` returns; rolls back when it throws, and hands the error on.
 */
export async function inChain<Result>(
  db: Db, chain_id: string, work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  assert(uuid.test(chain_id), 'a chain id is a lower-case uuid')
  return await transact(db, `begin; set local app.chain_id = '${chain_id}'`, work)
}

/**
 * A transaction without a chain: sees the directory and nothing of any chain. For
 * sign-in and for making chains.
 */
export async function outsideChains<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await transact(db, 'begin', work)
}

/**
 * The connection broke while a commit was on its way: what was done may stand or not. Whoever asks again with
 * the same op_key finds out, and nothing happens twice.
 */
export class CommitInDoubt extends Error {
  override readonly name = 'CommitInDoubt'
}

async function transact<Result>(db: Db, begin: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  // A connection that died in the pool shows it here, with nothing begun: the next one is taken.
  for (let left = db.pool.options.max; ; left -= 1) {
    const ended = await onConnection(db, async (tx) => {
      const dead = await tx.executeQuery(CompiledQuery.raw(begin))
        .then(() => null, (error: unknown) => ({ error }))
      if (dead && (left <= 0 || sqlState(dead.error)?.startsWith('57P') === false)) throw dead.error
      return dead ? null : { result: await carryOut(tx, work) }
    })
    if (ended) return ended.result
  }
}

/** A connection for one transaction: one statement after the other, or pipelined. */
async function onConnection<Result>(db: Db, use: (tx: Tx) => Promise<Result>): Promise<Result> {
  if (!db.pipelined) return await db.kysely.connection().execute(use)
  const shared = db.kysely.getExecutor()
  return await shared.provideConnection(async (connection) => {
    const executor = shared.withConnectionProvider({ provideConnection: (run) => run(connection) })
    return await use({ getExecutor: () => executor, executeQuery: (query) => executor.executeQuery(query) })
  })
}

/**
 * Statements of one transaction that do not wait for one another. On a pipelined connection they go out at
 * once and are carried out in this order; elsewhere one after the other. Waits until all have ended, so that
 * none is still on its way when the transaction is rolled back, and throws what the first of them broke on.
 */
export async function together<const Sent extends readonly Promise<unknown>[]>(
  sent: Sent,
): Promise<{ -readonly [At in keyof Sent]: Awaited<Sent[At]> }> {
  const ended = await Promise.allSettled(sent)
  const failed = ended.filter((one) => one.status === 'rejected').map(({ reason }): unknown => reason)
  // In a transaction that is broken already every later statement fails too: that is not the cause.
  if (failed.length > 0) throw failed.find((error) => sqlState(error) !== '25P02') ?? failed[0]
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never
}

const deadlines = new WeakMap<Tx, number>()

/** A transaction that has not come to its commit `ms` from now is rolled back with an error instead. */
export function commitWithin(tx: Tx, ms: number): void {
  // By the wall clock, as ids are: a machine that slept in between has let the time pass.
  deadlines.set(tx, Math.min(deadlines.get(tx) ?? Infinity, Date.now() + ms))
}

async function carryOut<Result>(tx: Tx, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  // The first error is the one to tell; a rollback that fails means the connection is gone anyway.
  const rollBack = () => tx.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
  let result: Result
  try {
    result = await work(tx)
    assert(Date.now() < (deadlines.get(tx) ?? Infinity), 'a transaction ends within its time')
  } catch (error) {
    await rollBack()
    throw error
  }
  // The commit of a broken transaction is a rollback that says nothing; a statement before it does.
  await tx.executeQuery(CompiledQuery.raw('select; commit')).catch(async (cause: unknown) => {
    // The database said no (a deferred constraint, an error that somebody swallowed): then it is no. No
    // answer at all is no answer.
    const is_no = /^(23|25P02)/.test(sqlState(cause) ?? '')
    if (!is_no) throw new CommitInDoubt('the commit got no answer', { cause })
    await rollBack()
    throw cause
  })
  return result
}

/** Moves an open transaction into a chain that was only just found or made. */
export async function enterChain(tx: Tx, chain_id: string): Promise<void> {
  assert(uuid.test(chain_id), 'a chain id is a lower-case uuid')
  await tx.executeQuery(CompiledQuery.raw(`set local app.chain_id = '${chain_id}'`))
}

/** SQLSTATE of a database error, or null for any other. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? error.code ?? null : null
}

const unreached_states = /^(08...|53300|57P0[123])$/
const unreached_codes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN',
])
const unreached_messages =
  /^(Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after|Client has)/

/** Whether the database was not there to ask: it restarts, it is full, the network is gone. */
export function isUnreached(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== null) return unreached_states.test(state)
  if (!(error instanceof Error)) return false
  const { code = '', message } = error as NodeJS.ErrnoException
  return unreached_codes.has(code) || unreached_messages.test(message)
}

export { sql }
