import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import type { NatsConnection } from '@ebook/nats/connection'
import { startMessaging } from '@ebook/nats/messaging'
import { sql, type Kysely } from 'kysely'
import { BookArrivals } from './book-arrivals.ts'
import type { RentDatabase } from './database.ts'
import { createPaymentClient } from './payment-client.ts'
import { policies } from './policies.ts'
import type { Rent, RentSettings } from './ports.ts'
import { startTimers } from './timers.ts'

export interface RentParts {
  readonly db: Kysely<RentDatabase>
  readonly databaseUrl: string
  readonly nats: NatsConnection
  readonly streamReplicas: number
  readonly settings: RentSettings
  readonly log: Logger
  readonly registry: Registry
}

export interface RunningRent extends Rent {
  /** Why rent is not ready to serve; undefined when it is. Payment and book may be away. */
  ready(): Promise<string | undefined>
  /** The timers first, then the messages. Database and connection stay open. */
  stop(): Promise<void>
}

/** Everything of rent that runs by itself: messages and timers. */
export async function startRent(parts: RentParts): Promise<RunningRent> {
  const { db, settings, log } = parts
  const messaging = await startMessaging({ ...parts, context: 'rent', policies: policies(log) })
  const payment = createPaymentClient({ ...parts, timeoutMs: settings.paymentTimeoutMs })
  const rent: Rent = { db, payment, arrivals: new BookArrivals(db), messaging, settings, log }
  const timers = startTimers(rent)
  return {
    ...rent,
    async ready() {
      await sql`select 1`.execute(db)
      return undefined
    },
    async stop() {
      await timers.stop()
      await messaging.stop()
    },
  }
}
