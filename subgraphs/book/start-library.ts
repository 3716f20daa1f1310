import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import { every } from '@ebook/chassis/timer'
import type { NatsConnection } from '@ebook/nats/connection'
import { startMessaging } from '@ebook/nats/messaging'
import { sql, type Kysely } from 'kysely'
import type { BookDatabase } from './database.ts'
import type { Library } from './ports.ts'
import { listTitles } from './list-titles.ts'
import { policies } from './policies.ts'
import { refuseUndecided } from './timers/decide-by.ts'

export interface LibraryParts {
  readonly db: Kysely<BookDatabase>
  readonly databaseUrl: string
  readonly nats: NatsConnection
  readonly streamReplicas: number
  /** RENTAL_DECIDE_BY in milliseconds: how long a paid request may wait for a librarian. */
  readonly decideForMs: number
  readonly log: Logger
  readonly registry: Registry
}

export interface RunningLibrary extends Library {
  /** Why book is not ready to serve; undefined when it is. */
  ready(): Promise<string | undefined>
  /** The timers first, then the messages. Database and connection stay open. */
  stop(): Promise<void>
}

const SWEEP_MS = 1_000
/** How long a title that a process of an older release registered stays out of the lists. */
const LISTING_MS = 60_000

/** Everything of book that runs by itself: messages and timers. */
export async function startLibrary(parts: LibraryParts): Promise<RunningLibrary> {
  const { db, log, decideForMs } = parts
  const listed = await listTitles(db)
  if (listed > 0) log.info({ listed }, 'titles listed anew')
  const messaging = await startMessaging({ ...parts, context: 'book', policies: policies(decideForMs) })
  const library: Library = { db, messaging, log }
  const decideBy = every(SWEEP_MS, 'decide-by', () => refuseUndecided(library), log)
  const listing = every(LISTING_MS, 'listing', () => listTitles(db), log)
  return {
    ...library,
    async ready() {
      await sql`select 1`.execute(db)
      return undefined
    },
    async stop() {
      await decideBy.stop()
      await listing.stop()
      await messaging.stop()
    },
  }
}
