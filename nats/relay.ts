import { setTimeout as delay } from 'node:timers/promises'
import type { NatsConnection } from 'nats'
import pg from 'pg'
import type { Logger } from 'pino'
import { listen } from './listen.ts'
import { announce, BATCH, followStream, publishWaiting } from './relay-pass.ts'
import { beginEpoch } from './sql/relay-state.ts'

export interface RelaySettings {
  /** Whose outbox it is. */
  readonly context: string
  readonly databaseUrl: string
  readonly nats: NatsConnection
  readonly log: Logger
  readonly onPublished?: (events: number) => void
}

export interface Relay {
  /** A hint that something was committed; polling is the truth behind it. */
  nudge(): void
  leading(): boolean
  stop(): Promise<void>
}

const LOCK_KEY = 7_233_001
const POLL_MS = 50
const WATERMARK_MS = 1_000
const CAMPAIGN_MS = 500
// A paused leader's session ends by itself, and with it its lock; a live one speaks every POLL_MS.
const SESSION_PATIENCE = '8s'

/**
 * Publishes the outbox: one active relay per subgraph. The leader holds a session advisory lock on a connection of its
 * own and does all its writing there, under an epoch, so that one that was paused and wakes up changes nothing.
 *
 * It numbers the unnumbered rows densely in its own transaction (`where pos is null`, never a cursor over `seq`: that
 * lost 51 % of the events under 32 writers), publishes them, and marks what was acknowledged. A publish without an
 * acknowledgement is unknown: the row is sent again under the same id. Events of one aggregate are never under way
 * together, so their order holds even when one publish fails.
 */
export function startRelay(settings: RelaySettings): Relay {
  const { context, nats, log } = settings
  const stopping = new AbortController()
  let leads = false
  let wake: (() => void) | undefined
  let nudged = false
  const nudgeSubject = `relay.${context}.nudge`

  const wakeUp = () => {
    nudged = true
    wake?.()
  }
  const nudges = listen(nats, nudgeSubject, wakeUp)

  const rest = async () => {
    if (!nudged) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      wake = undefined
    }
    nudged = false
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await campaign(settings, stopping.signal, rest, (leading) => (leads = leading))
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'the relay lost its connection and campaigns again')
      }
      leads = false
      await delay(CAMPAIGN_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = run()

  return {
    nudge() {
      if (leads) wakeUp()
      else if (!nats.isClosed()) nats.publish(nudgeSubject)
    },
    leading: () => leads,
    async stop() {
      stopping.abort()
      wakeUp()
      nudges.stop()
      await running
    },
  }
}

async function campaign(
  settings: RelaySettings,
  signal: AbortSignal,
  rest: () => Promise<void>,
  lead: (leading: boolean) => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: settings.databaseUrl,
    application_name: `${settings.context}-relay`,
    statement_timeout: 15_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  client.on('error', (error) => settings.log.warn({ err: error }, "the relay's connection was lost"))
  await client.connect()
  try {
    const lock = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1) as won', [LOCK_KEY])
    if (!lock.rows[0]?.won) return
    await client.query(`set idle_session_timeout = '${SESSION_PATIENCE}'`)
    const epoch = await beginEpoch(client)
    settings.log.info({ epoch }, 'leads the relay')
    lead(true)
    await relayUntil(signal, settings, client, epoch, rest)
  } finally {
    await client.end()
  }
}

async function relayUntil(
  signal: AbortSignal,
  settings: RelaySettings,
  client: pg.Client,
  epoch: string,
  rest: () => Promise<void>,
): Promise<void> {
  let watermarkDue = 0
  while (!signal.aborted) {
    if (performance.now() >= watermarkDue) {
      await followStream(settings, client, epoch)
      await announce(settings, client, epoch)
      watermarkDue = performance.now() + WATERMARK_MS
    }
    const { found, acknowledged } = await publishWaiting(settings, client, epoch)
    if (acknowledged > 0) settings.onPublished?.(acknowledged)
    if (found < BATCH || acknowledged === 0) await rest()
  }
}
