import { type JetStreamClient, type NatsConnection } from 'nats'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { subjectOf, type DomainEvent, type PublishedEvent } from './event.ts'
import { ensureStream, STREAM } from './stream.ts'

export interface RelaySettings {
  /** Whose outbox it is. */
  readonly context: string
  readonly databaseUrl: string
  readonly nats: NatsConnection
  readonly streamReplicas: number
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
const BATCH = 500
const POLL_MS = 50
const WATERMARK_MS = 1_000
const CAMPAIGN_MS = 500
// Together shorter than the session's patience, so that a broker that is away does not cost the leader its lock.
const PUBLISH_TIMEOUT_MS = 4_000
const STREAM_TIMEOUT_MS = 2_000
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
  const nudges = nats.subscribe(nudgeSubject, { callback: wakeUp })

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
      nudges.unsubscribe()
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
    const { rows } = await client.query<{ epoch: string }>('update relay_state set epoch = epoch + 1 returning epoch')
    const epoch = rows[0]?.epoch
    if (epoch === undefined) throw new Error('relay_state has no row: the messaging migrations did not run')
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
  const { nats, context } = settings
  const jetstream = nats.jetstream()
  let watermarkDue = 0
  while (!signal.aborted) {
    if (performance.now() >= watermarkDue) {
      await followStream(settings, client, epoch)
      const { rows } = await client.query<{ last_pos: string }>('select last_pos from relay_state where epoch = $1', [
        epoch,
      ])
      if (!rows[0]) throw new Error('another relay leads')
      nats.publish(`watermark.${context}`, JSON.stringify({ producer: context, pos: Number(rows[0].last_pos) }))
      watermarkDue = performance.now() + WATERMARK_MS
    }
    await number(client, epoch)
    const batch = await unpublished(client)
    const acknowledged = await publishInOrder(jetstream, context, batch, settings.log)
    if (acknowledged.length > 0) {
      await mark(client, epoch, acknowledged)
      settings.onPublished?.(acknowledged.length)
    }
    if (batch.length < BATCH || acknowledged.length === 0) await rest()
  }
}

/** A stream that is new lacks everything: publish it all again, and let the inboxes drop what they have seen. */
async function followStream(
  { nats, streamReplicas, log }: RelaySettings,
  client: pg.Client,
  epoch: string,
): Promise<void> {
  let identity: string
  try {
    identity = await ensureStream(
      await nats.jetstreamManager({ checkAPI: false, timeout: STREAM_TIMEOUT_MS }),
      streamReplicas,
    )
  } catch (error) {
    log.warn({ err: error }, 'the stream cannot be reached; the outbox waits')
    return
  }
  const { rows } = await client.query<{ stream_identity: string | null }>('select stream_identity from relay_state')
  const known = rows[0]?.stream_identity
  if (known === identity) return
  if (known) log.warn({ was: known, is: identity }, 'the stream is new: everything is published again')
  await client.query('begin')
  await client.query(
    'update outbox set published_at = null where published_at is not null and exists (select from relay_state where epoch = $1)',
    [epoch],
  )
  await client.query('update relay_state set stream_identity = $1 where epoch = $2', [identity, epoch])
  await client.query('commit')
}

/**
 * Gives the next dense positions, in the order of appending among those that are visible. One statement, one commit; and
 * none at all when nothing waits: a lock on relay_state at every poll would cost a sync of the WAL each time.
 */
async function number(client: pg.Client, epoch: string): Promise<void> {
  await client.query(
    `with batch as (
       select event_id, row_number() over (order by seq) as n
       from (select event_id, seq from outbox where pos is null order by seq limit ${BATCH}) waiting
     ), numbered as (
       update outbox set pos = leader.last_pos + batch.n
       from batch, (select last_pos from relay_state where epoch = $1) leader
       where outbox.event_id = batch.event_id
       returning outbox.pos
     )
     update relay_state set last_pos = numbered.last
     from (select max(pos) as last from numbered) numbered
     where epoch = $1 and numbered.last is not null`,
    [epoch],
  )
}

/** Without waiting for the disk: a mark that is lost with the database makes a message twice, not never. */
async function mark(client: pg.Client, epoch: string, acknowledged: readonly string[]): Promise<void> {
  await client.query(
    `with lazily as materialized (select set_config('synchronous_commit', 'off', true))
     update outbox set published_at = now() from lazily
     where event_id = any($1::uuid[]) and exists (select from relay_state where epoch = $2)`,
    [acknowledged, epoch],
  )
}

interface Unpublished {
  readonly event: DomainEvent
  readonly pos: string
}

async function unpublished(client: pg.Client): Promise<Unpublished[]> {
  const { rows } = await client.query<Unpublished>(
    `select event, pos from outbox where published_at is null and pos is not null order by pos limit ${BATCH}`,
  )
  return rows
}

async function publishInOrder(
  jetstream: JetStreamClient,
  producer: string,
  batch: readonly Unpublished[],
  log: Logger,
): Promise<string[]> {
  const chains = Map.groupBy(batch, ({ event }) => `${event.aggregatetype}/${event.subject}`)
  const acknowledged: string[] = []
  let failure: unknown
  await Promise.all(
    chains.values().map(async (chain) => {
      for (const { event, pos } of chain) {
        const message: PublishedEvent = { ...event, producer, pos: Number(pos) }
        try {
          await jetstream.publish(subjectOf(event), JSON.stringify(message), {
            msgID: event.id,
            timeout: PUBLISH_TIMEOUT_MS,
            expect: { streamName: STREAM },
          })
          acknowledged.push(event.id)
        } catch (error) {
          failure = error
          return
        }
      }
    }),
  )
  if (failure !== undefined)
    log.warn(
      { err: failure, unacknowledged: batch.length - acknowledged.length },
      'publishing failed; it is tried again',
    )
  return acknowledged
}
