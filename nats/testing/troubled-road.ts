import { sql } from 'kysely'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { connectNats, type NatsConnection } from '../connection.ts'
import { askReplay, type SentReplay } from '../dead-letter-service.ts'
import type { PublishedEvent } from '../event.ts'
import { STREAM } from '../stream.ts'
import { appendToOutbox } from './append-to-outbox.ts'
import { openSite, type Site } from './site.ts'
import type { Spell } from './spells.ts'

/** A number that `rent` says about an aggregate. */
export interface Saying {
  readonly aggregate: string
  readonly n: number
}

const cause = { correlationId: 'c', causationId: 'test', actor: 'SYSTEM' } as const

// Short, because every kill of a process that has messages in its hands costs as much.
const ACK_WAIT_MS = 700

/** What was kept of each aggregate, in the order of keeping. */
export type Kept = ReadonlyMap<string, readonly number[]>

/** A road from `rent` to `payment` and back whose every part is a process of its own. */
export class TroubledRoad {
  readonly nats: TestNats
  readonly rent: Site
  readonly payment: Site
  readonly #ops: NatsConnection

  private constructor(nats: TestNats, ops: NatsConnection, rent: Site, payment: Site) {
    this.nats = nats
    this.rent = rent
    this.payment = payment
    this.#ops = ops
  }

  static async open(adminUrl: string): Promise<TroubledRoad> {
    const nats = await startTestNats({ ackWaitMs: ACK_WAIT_MS })
    const ops = await connectNats({ ...nats.credentials('ops'), name: 'test' })
    const sites = await Promise.all([openSite(adminUrl, 'rent', nats), openSite(adminUrl, 'payment', nats)])
    return new TroubledRoad(nats, ops, ...sites)
  }

  site(context: Site['context']): Site {
    return this[context]
  }

  /** In one transaction, each under its aggregate's lock as a subgraph would. `last` comes before the commit. */
  async say(sayings: readonly Saying[], last: () => Promise<void> = async () => undefined): Promise<void> {
    await this.rent.db.transaction().execute(async (tx) => {
      for (const { aggregate, n } of sayings) {
        await sql`select pg_advisory_xact_lock(hashtext(${aggregate}))`.execute(tx)
        const type = 'ebook.rent.Rented.v1'
        await appendToOutbox(tx, 'rent', [{ type, aggregate: 'Rental', aggregateId: aggregate, data: { n } }], cause)
      }
      await last()
    })
  }

  async cast(n: number, kind: Spell, times: number): Promise<void> {
    await this.payment.db.insertInto('spell').values({ n, kind, times }).execute()
  }

  async breakSpells(): Promise<void> {
    await this.payment.db.deleteFrom('spell').execute()
  }

  /** The effects on the aggregates whose names begin with `prefix`. */
  async kept(context: Site['context'], prefix: string): Promise<Kept> {
    const rows = await this.site(context)
      .db.selectFrom('effect')
      .select(['aggregate_id', 'n'])
      .where('aggregate_id', 'like', `${prefix}%`)
      .orderBy('id')
      .execute()
    const byAggregate = Map.groupBy(rows, (row) => row.aggregate_id)
    return new Map([...byAggregate].map(([aggregate, effects]) => [aggregate, effects.map(({ n }) => n)]))
  }

  /** The courier delivers again what it delivered, in any order, and as if it were new. */
  async deliverAgain(prefix: string, order: (events: PublishedEvent[]) => PublishedEvent[]): Promise<void> {
    for (const { context, db } of [this.rent, this.payment]) {
      const rows = await db.selectFrom('outbox').select(['event', 'pos']).where('pos', 'is not', null).execute()
      const events = rows.map(({ event, pos }) => ({ ...event, producer: context, pos: Number(pos) }))
      const mine = events.filter(({ subject }) => subject.startsWith(prefix))
      for (const event of order(mine)) {
        await this.#ops.jetstream().publish(`${event.type}.${event.subject}`, JSON.stringify(event))
      }
    }
  }

  /** The courier loses what it has acknowledged. */
  async purge(): Promise<void> {
    await (await this.#manager()).streams.purge(STREAM)
  }

  async replayDeadLetters(): Promise<SentReplay[]> {
    const letters = await this.payment.db.selectFrom('dead_letter').select('id').where('status', '=', 'DEAD').execute()
    // Each by two librarians at once.
    const twice = letters.flatMap(({ id }) => [id, id])
    return Promise.all(twice.map((id) => askReplay(this.#ops, 'payment', id, { timeoutMs: 5_000 })))
  }

  /** How many of the stream's messages have not been acknowledged by this consumer, delivered or not. */
  async unacknowledged(context: Site['context']): Promise<number> {
    const { num_pending, num_ack_pending } = await (await this.#manager()).consumers.info(STREAM, context)
    return num_pending + num_ack_pending
  }

  /** What relays have said about these aggregates, as the stream has it: the ids of the messages with those of the events. */
  async published(prefix: string): Promise<{ messageId: string; eventId: string }[]> {
    const jsm = await this.#manager()
    const { state } = await jsm.streams.info(STREAM)
    // Nothing but `purge` removes any, so that there are no holes between the first and the last.
    const sequences = Array.from({ length: state.messages }, (_, n) => state.first_seq + n)
    const messages = await Promise.all(sequences.map((seq) => jsm.streams.getMessage(STREAM, { seq })))
    return messages.flatMap((message) => {
      const messageId = message.header.get('Nats-Msg-Id')
      const event: PublishedEvent = message.json()
      return messageId !== '' && event.subject.startsWith(prefix) ? [{ messageId, eventId: event.id }] : []
    })
  }

  async close(): Promise<void> {
    await Promise.all([this.rent.close(), this.payment.close()])
    await this.#ops.close()
    await this.nats.stop()
  }

  #manager() {
    return this.#ops.jetstreamManager({ checkAPI: false })
  }
}
