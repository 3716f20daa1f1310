import { createLogger } from '@ebook/chassis/log'
import { createRegistry } from '@ebook/chassis/metrics'
import type { Server } from '@ebook/chassis/server'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import type { TestDatabase } from '@ebook/testkit/database'
import { eventually } from '@ebook/testkit/eventually'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import type { Kysely } from 'kysely'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { migrations, type BookDatabase } from '../database.ts'
import { createLoaders } from '../loaders.ts'
import type { Request } from '../request/state.ts'
import { requestOf } from '../sql/request.ts'
import { resolvers } from '../resolvers.ts'
import { startLibrary, type RunningLibrary } from '../start-library.ts'
import { Person } from './person.ts'
import { Rentals } from './rentals.ts'
import { Voice } from './voice.ts'

const sdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
const log = createLogger('book', process.env.TEST_LOG_LEVEL ?? 'silent')
const SUBGRAPH_SECRET = 'the-secret-of-the-router-in-tests'

/** Book as its process composes it, on a real PostgreSQL and a real NATS; rent and payment are voices. */
export class LibraryUnderTest {
  readonly db: Kysely<BookDatabase>
  readonly rentals: Rentals
  readonly librarian: Person
  readonly #database: TestDatabase
  readonly #nats: TestNats
  readonly #issuer: TestIssuer
  readonly #voices: readonly NatsConnection[]
  readonly #replicas: { library: RunningLibrary; server: Server; nats: NatsConnection }[] = []

  private constructor(
    db: Kysely<BookDatabase>,
    database: TestDatabase,
    nats: TestNats,
    issuer: TestIssuer,
    voices: readonly [rent: NatsConnection, payment: NatsConnection],
  ) {
    this.db = db
    this.#database = database
    this.#nats = nats
    this.#issuer = issuer
    this.#voices = voices
    this.rentals = new Rentals(new Voice(voices[0], 'rent'), new Voice(voices[1], 'payment'))
    this.librarian = this.person('libby', 'ADMIN')
  }

  static async open({ replicas = 1 } = {}): Promise<LibraryUnderTest> {
    const { database, db } = await openTestDatabase<BookDatabase>('book', migrations)
    const nats = await startTestNats()
    const issuer = await startTestIssuer()
    const voice = (user: 'rent' | 'payment') => connectNats({ ...nats.credentials(user), name: user })
    const it = new LibraryUnderTest(db, database, nats, issuer, await Promise.all([voice('rent'), voice('payment')]))
    for (let replica = 0; replica < replicas; replica += 1) await it.#start()
    return it
  }

  async #start(): Promise<void> {
    const nats = await connectNats({ ...this.#nats.credentials('book'), name: 'book' })
    const registry = createRegistry('book')
    const library = await startLibrary({
      db: this.db,
      databaseUrl: this.#database.url,
      nats,
      streamReplicas: 1,
      decideForMs: 72 * 3_600_000,
      log,
      registry,
    })
    const server = await startSubgraph({
      name: 'book',
      sdl,
      resolvers: resolvers(library),
      loaders: (context) => createLoaders(this.db, context),
      config: {
        PORT: 0,
        HOST: '127.0.0.1',
        NODE_ENV: 'test',
        SHUTDOWN_DELAY_MS: 0,
        OIDC_ISSUER: this.#issuer.url,
        OIDC_AUDIENCE: this.#issuer.audience,
        SUBGRAPH_SECRET: [SUBGRAPH_SECRET],
      },
      log,
      registry,
      readiness: () => library.ready(),
    })
    this.#replicas.push({ library, server, nats })
  }

  async close(): Promise<void> {
    for (const { library, server, nats } of this.#replicas) {
      await server.stop()
      await library.stop()
      await nats.close()
    }
    await Promise.all(this.#voices.map((voice) => voice.close()))
    await this.db.destroy()
    await this.#issuer.stop()
    await this.#nats.stop()
    await this.#database.drop()
  }

  person(sub: string, ...roles: ('MEMBER' | 'ADMIN')[]): Person {
    return this.#somebody(sub, () => this.#issuer.token({ sub, roles: roles.length > 0 ? roles : ['MEMBER'] }))
  }

  withoutRoles(sub: string): Person {
    return this.#somebody(sub, () => this.#issuer.token({ sub, roles: [] }))
  }

  /** Somebody without a token. */
  anybody(): Person {
    return this.#somebody('', () => Promise.resolve(undefined))
  }

  #somebody(sub: string, token: () => Promise<string | undefined>): Person {
    return new Person(sub, () => `${this.#replicas[0]?.server.url}/graphql`, token, SUBGRAPH_SECRET)
  }

  async request(rentalId: string): Promise<Request | undefined> {
    const row = await this.db.selectFrom('request').selectAll().where('rental_id', '=', rentalId).executeTakeFirst()
    return row && requestOf(row)
  }

  /** Waits until the case stands as expected. */
  async becomes(rentalId: string, expected: Partial<Request>): Promise<Request> {
    return eventually(async () => {
      const request = await this.request(rentalId)
      if (!request) throw new Error('there is no such request')
      expect(request).toMatchObject(expected)
      return request
    })
  }

  /** The rental that has a seat now, by seat; and how many are free by the title's own count. */
  async seats(bookId: string): Promise<{ free: number; taken: Map<string, string> }> {
    const title = await this.db
      .selectFrom('title')
      .select('seats_free')
      .where('book_id', '=', bookId)
      .executeTakeFirstOrThrow()
    const open = await this.db
      .selectFrom('allocation')
      .select(['seat_id', 'rental_id'])
      .where('book_id', '=', bookId)
      .where('closed_at', 'is', null)
      .execute()
    return { free: title.seats_free, taken: new Map(open.map((row) => [row.seat_id, row.rental_id])) }
  }

  /** What book said of a title or of a rental, in order, without prefix and version. */
  async said(aggregateId: string): Promise<string[]> {
    const rows = await this.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', aggregateId)
      .orderBy('aggregate_version')
      .execute()
    return rows.map(({ event }) => event.type.split('.')[2] ?? '')
  }

  async deadLetters(): Promise<readonly { event_type: string | null; error: string }[]> {
    return this.db.selectFrom('dead_letter').select(['event_type', 'error']).execute()
  }

  /** Nothing that was said to book is still on its way. */
  async heardEverything(): Promise<void> {
    await eventually(async () => {
      for (const { library } of this.#replicas) expect(await library.messaging.caughtUp()).toBe(true)
    })
  }
}
