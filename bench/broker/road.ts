import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { openDatabase } from '@ebook/chassis/database'
import { createLogger } from '@ebook/chassis/log'
import { connectNats } from '@ebook/nats/connection'
import { startConsumer } from '@ebook/nats/consumer'
import type { DomainEvent } from '@ebook/nats/event'
import { startLease } from '@ebook/nats/lease'
import { enveloped } from '@ebook/nats/outbox'
import { on, type Inbox } from '@ebook/nats/policy'
import { relay } from '@ebook/nats/relay'
import { Rest } from '@ebook/nats/rest'
import { insertOutbox } from '@ebook/nats/sql/insert-outbox'
import { findStream, STREAM } from '@ebook/nats/stream'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Stack } from '@ebook/stack/stack'
import { OWNERS } from '../../subgraphs/subgraphs.ts'

/** The relay of rent and the consumer of book, as their subgraphs run them, and nothing else of theirs. */
export interface Road {
  /** Commits so many events to the outbox while nobody relays. */
  fill(events: number): Promise<void>
  /** Seconds until the broker has acknowledged all that waits, and it is marked. */
  relay(): Promise<number>
  /** Seconds until all that was published since the last time is in the inbox. */
  consume(): Promise<number>
  close(): Promise<void>
}

const TYPE = 'ebook.rent.Rented.v1'
/** What follows one another about the same rental. */
const EVENTS_OF_ONE = 3
const AT_ONCE = 300
const log = createLogger('bench', 'error')

export async function openRoad(stack: Stack): Promise<Road> {
  const open = (name: 'rent' | 'book') =>
    openDatabase<MessagingTables>({ url: stack.postgresUrl(name), name: `bench-${name}`, migrations: {}, log })
  const [rent, book] = [await open('rent'), await open('book')]
  const [publisher, subscriber] = await Promise.all(
    (['rent', 'book'] as const).map((user) => connectNats({ ...stack.nats(user), name: `bench-${user}` })),
  )
  if (!publisher || !subscriber) throw new Error('there is no connection to NATS')
  const policy = on<MessagingTables, typeof expects>(TYPE, expects, async () => undefined)
  const inbox: Inbox = { consumer: 'book', db: book, log, policies: new Map([[TYPE, policy]]), owners: OWNERS }
  let waiting = 0
  let published = 0

  return {
    async fill(events) {
      for (let left = events; left > 0; left -= AT_ONCE) {
        await insertOutbox(rent, some(Math.min(left, AT_ONCE)))
      }
      waiting += events
    },
    async relay() {
      const events = waiting
      waiting = 0
      published += events
      const counting = counter(events)
      const began = performance.now()
      const databaseUrl = stack.postgresUrl('rent')
      const around = { context: 'rent', nats: publisher, log, hints: new Rest(), stream: () => undefined }
      const lease = startLease({ ...around, databaseUrl }, (client, signal) =>
        relay({ ...around, onPublished: counting.add }, client, signal),
      )
      await counting.reached
      const seconds = (performance.now() - began) / 1_000
      around.hints.hint()
      await lease.stop()
      return seconds
    },
    async consume() {
      const counting = counter(published)
      published = 0
      const jsm = await subscriber.jetstreamManager({ checkAPI: false })
      const began = performance.now()
      const consumer = startConsumer({ inbox, nats: subscriber, jsm, log, onHandled: counting.add })
      await consumer.ensure({ stream: await findStream(jsm), durable: await jsm.consumers.info(STREAM, 'book') })
      await counting.reached
      const seconds = (performance.now() - began) / 1_000
      await consumer.stop()
      return seconds
    },
    async close() {
      await Promise.all([publisher.close(), subscriber.close()])
      await Promise.all([rent.destroy(), book.destroy()])
    },
  }
}

const expects = z.object({ rentalId: z.uuid(), rentalFee: z.int() })
const CAUSE = { correlationId: 'bench', causationId: 'bench', actor: 'SYSTEM' } as const

/** As long as what rent says of a request. */
export function dataOf(rentalId: string): object {
  const bookId = rentalId
  const rentedDate = '2026-11-21T01:58:43.000Z'
  const title = 'A Measured Title of an Ordinary Length'
  return { rentalId, userId: 'member-1', bookId, title, rentalFee: 3_000, rentedDate, payUntil: rentedDate }
}

function some(events: number): DomainEvent[] {
  const rentals = Array.from({ length: Math.ceil(events / EVENTS_OF_ONE) }, () => randomUUID())
  return Array.from({ length: events }, (_, index) => {
    const rentalId = rentals[index % rentals.length] ?? randomUUID()
    const version = Math.floor(index / rentals.length) + 1
    const said = { type: TYPE, aggregate: 'Rental', aggregateId: rentalId, version, time: new Date() }
    return enveloped('rent', { ...said, data: dataOf(rentalId) }, CAUSE)
  })
}

function counter(events: number) {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  let left = events
  if (left === 0) resolve(undefined)
  return {
    reached: promise,
    add(more: number) {
      left -= more
      if (left <= 0) resolve(undefined)
    },
  }
}
