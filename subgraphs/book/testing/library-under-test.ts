import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { startReplica, SUBGRAPH_SECRET, type Replica } from '@ebook/chassis/testing/subgraph-under-test'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import type { TestDatabase } from '@ebook/testkit/database'
import { eventually } from '@ebook/testkit/eventually'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { migrations, type BookDatabase } from '../database.ts'
import type { RegisterBookInput } from '../generated/resolvers.ts'
import type { Hold } from '../hold/state.ts'
import { book } from '../main.ts'
import type { BookPorts } from '../ports.ts'
import type { Request } from '../request/state.ts'
import { holdOf } from '../sql/hold.ts'
import { requestOf } from '../sql/request.ts'
import { Person } from './person.ts'
import { Producer } from './producer.ts'
import { Rentals, type Rental } from './rentals.ts'

const log = createLogger('book', process.env.TEST_LOG_LEVEL ?? 'silent')

/** Book as its process composes it, on a real PostgreSQL and a real NATS; rent and payment are voices. */
export class LibraryUnderTest {
  readonly db: Kysely<BookDatabase>
  readonly rentals: Rentals
  readonly librarian: Person
  readonly #database: TestDatabase
  readonly #nats: TestNats
  readonly #issuer: TestIssuer
  readonly #voices: readonly NatsConnection[]
  readonly #replicas: Replica<BookPorts>[] = []

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
    this.rentals = new Rentals(new Producer(voices[0], 'rent'), new Producer(voices[1], 'payment'))
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
    const replica = await startReplica(book, {
      db: this.db,
      databaseUrl: this.#database.url,
      credentials: this.#nats.credentials('book'),
      issuer: this.#issuer,
      settings: { decideForMs: 72 * 3_600_000, holdLimit: 5, historyKeptForMs: 90 * 86_400_000 },
      log,
    })
    this.#replicas.push(replica)
  }

  async close(): Promise<void> {
    for (const replica of this.#replicas) await replica.stop()
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
    return new Person(sub, () => `${this.#replicas[0]?.url}/graphql`, token, SUBGRAPH_SECRET)
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

  async hold(holdId: string): Promise<Hold | undefined> {
    const row = await this.db.selectFrom('hold').selectAll().where('hold_id', '=', holdId).executeTakeFirst()
    return row && holdOf(row)
  }

  /** Waits until the hold stands as expected. */
  async holdBecomes(holdId: string, expected: Partial<Hold>): Promise<Hold> {
    return eventually(async () => {
      const hold = await this.hold(holdId)
      if (!hold) throw new Error('there is no such hold')
      expect(hold).toMatchObject(expected)
      return hold
    })
  }

  /** A title of which every seat is lent, and who has them. */
  async lentOut(input: Partial<RegisterBookInput> = {}): Promise<{ bookId: string; loans: Rental[] }> {
    const { id: bookId, seatsTotal } = await this.librarian.registers(input)
    const loans: Rental[] = []
    for (let n = 0; n < seatsTotal; n += 1) loans.push(await this.lends(bookId, `reader-${n}`))
    return { bookId, loans }
  }

  async lends(bookId: string, userId: string): Promise<Rental> {
    const rental = await this.rentals.paid(bookId, userId)
    await this.becomes(rental.rentalId, { status: 'REQUESTED' })
    await this.librarian.approves(rental.rentalId)
    return rental
  }

  get ports(): BookPorts {
    const [replica] = this.#replicas
    if (replica === undefined) throw new Error('no replica runs')
    return replica.ports
  }

  async deadLetters(): Promise<readonly { event_type: string | null; error: string }[]> {
    return this.db.selectFrom('dead_letter').select(['event_type', 'error']).execute()
  }

  /** Nothing that was said to book is still on its way. */
  async heardEverything(): Promise<void> {
    await eventually(async () => {
      for (const { messaging } of this.#replicas) expect(await messaging.caughtUp()).toBe(true)
    })
  }
}
