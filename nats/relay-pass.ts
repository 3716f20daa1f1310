import type { JetStreamClient, NatsConnection, StreamInfo } from 'nats'
import type { Logger } from 'pino'
import { subjectOf, type DomainEvent, type PublishedEvent } from './event.ts'
import { findStream, identityOf, STREAM } from './stream.ts'

/** What the relay asks of its own database connection. */
export interface RelayConnection {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

export interface RelayPass {
  /** Whose outbox it is. */
  readonly context: string
  readonly nats: Pick<NatsConnection, 'jetstream' | 'jetstreamManager' | 'publish'>
  readonly log: Logger
}

/** Most rows that one pass numbers or publishes. */
export const BATCH = 500
// Together shorter than the session's patience, so that a broker that is away does not cost the leader its lock.
const PUBLISH_TIMEOUT_MS = 4_000
const STREAM_TIMEOUT_MS = 2_000

/** Another relay has begun an epoch: this one has nothing to say any more. */
class NotTheLeader extends Error {
  override readonly name = 'NotTheLeader'
}

/** Begins an epoch: whoever wrote under an earlier one changes nothing from here on. */
export async function beginEpoch(client: RelayConnection): Promise<string> {
  const { rows } = await client.query('update relay_state set epoch = epoch + 1 returning epoch')
  const [state] = rows as { epoch: string }[]
  if (!state) throw new Error('relay_state has no row: the messaging migrations did not run')
  return state.epoch
}

/**
 * Numbers what waits, publishes it, and marks what was acknowledged. Returns how many rows it found to publish and how
 * many of them were acknowledged.
 */
export async function publishWaiting(
  { context, nats, log }: RelayPass,
  client: RelayConnection,
  epoch: string,
): Promise<{ found: number; acknowledged: number }> {
  await number(client, epoch)
  const batch = await unpublished(client)
  const acknowledged = await publishInOrder(nats.jetstream(), context, batch, log)
  if (acknowledged.length > 0) {
    // A hint for whoever reads without a consumer; their polling is the truth behind it.
    nats.publish(`relay.${context}.published`)
    await mark(client, epoch, acknowledged)
  }
  return { found: batch.length, acknowledged: acknowledged.length }
}

/** Announces the newest position, so that consumers know of a lost tail. Throws when another relay leads. */
export async function announce({ context, nats }: RelayPass, client: RelayConnection, epoch: string): Promise<void> {
  const { rows } = await client.query('select last_pos from relay_state where epoch = $1', [epoch])
  const [state] = rows as { last_pos: string }[]
  if (!state) throw new NotTheLeader('another relay leads')
  nats.publish(`watermark.${context}`, JSON.stringify({ producer: context, pos: Number(state.last_pos) }))
}

/** A stream that is new lacks everything: publish it all again, and let the inboxes drop what they have seen. */
export async function followStream({ nats, log }: RelayPass, client: RelayConnection, epoch: string): Promise<void> {
  let stream: StreamInfo | undefined
  try {
    stream = await findStream(await nats.jetstreamManager({ checkAPI: false, timeout: STREAM_TIMEOUT_MS }))
  } catch (error) {
    log.warn({ err: error }, 'the stream cannot be reached; the outbox waits')
    return
  }
  if (!stream) {
    log.warn('the stream is not there: it has to be declared; the outbox waits')
    return
  }
  const identity = identityOf(stream)
  const { rows } = await client.query('select stream_identity from relay_state')
  const known = (rows as { stream_identity: string | null }[])[0]?.stream_identity
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
async function number(client: RelayConnection, epoch: string): Promise<void> {
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
async function mark(client: RelayConnection, epoch: string, acknowledged: readonly string[]): Promise<void> {
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

async function unpublished(client: RelayConnection): Promise<Unpublished[]> {
  const { rows } = await client.query(
    `select event, pos from outbox where published_at is null and pos is not null order by pos limit ${BATCH}`,
  )
  return rows as Unpublished[]
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
