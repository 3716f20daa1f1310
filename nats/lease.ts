import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { Rest } from './rest.ts'

export interface LeaseSettings {
  /** Of whose replicas one holds it. */
  readonly context: string
  readonly databaseUrl: string
  readonly log: Logger
}

/** What its holder does until the signal, which also comes when the lease was lost. The connection is the lease. */
export type Holding = (client: pg.Client, signal: AbortSignal) => Promise<void>

export interface Lease {
  held(): boolean
  /** A hint that nobody holds it any more; trying is the truth behind it. */
  tryNow(): void
  /** Gives it back, if it is held, and leaves it to the others for a while. */
  resign(): void
  /** What is under way ends before the lease is given back. */
  stop(): Promise<void>
}

const LOCK_KEY = 7_233_001
const TRY_MS = 1_000
/** After it was given back for good reason. */
const LEFT_TO_OTHERS_MS = 5_000
const ANSWER_MS = 10_000
// A paused holder's session ends by itself, and with it its lock; a live one speaks every two seconds.
const SESSION_PATIENCE = '8s'

/**
 * One replica of a context at a time holds the lease: a session advisory lock on a connection of its own. The others try
 * again and again on theirs. Waiting in the lock's queue would tell them sooner, and hold a snapshot all the time: nothing
 * that was updated since could be cleaned up.
 */
export function startLease({ context, databaseUrl, log }: LeaseSettings, hold: Holding): Lease {
  const stopping = new AbortController()
  const rest = new Rest()
  let held = false
  let resigned = new AbortController()

  const untilLost = async (): Promise<void> => {
    const lost = new AbortController()
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: `${context}-relay`,
      statement_timeout: 15_000,
      query_timeout: 15_000 + ANSWER_MS,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    })
    client.on('error', (error) => log.warn({ err: error }, "the relay's connection was lost"))
    client.on('end', () => lost.abort())
    await client.connect()
    try {
      while (!(await isFree(client))) {
        await rest.atMost(TRY_MS)
        if (stopping.signal.aborted) return
      }
      await client.query(`set idle_session_timeout = '${SESSION_PATIENCE}'`)
      held = true
      resigned = new AbortController()
      await hold(client, AbortSignal.any([stopping.signal, lost.signal, resigned.signal]))
    } finally {
      held = false
      await client.end()
    }
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await untilLost()
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'the lease was lost and is tried for again')
      }
      if (resigned.signal.aborted)
        await delay(LEFT_TO_OTHERS_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      else if (!stopping.signal.aborted) await rest.atMost(TRY_MS)
    }
  }
  const running = run()

  return {
    held: () => held,
    tryNow: () => rest.hint(),
    resign: () => resigned.abort(),
    async stop() {
      stopping.abort()
      rest.hint()
      await running
    },
  }
}

async function isFree(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1) as won', [LOCK_KEY])
  return rows[0]?.won === true
}
