import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { startReplica, SUBGRAPH_SECRET, type Replica } from '@ebook/chassis/testing/subgraph-under-test'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import type { PublishedEvent } from '@ebook/nats/event'
import type { TestDatabase } from '@ebook/testkit/database'
import { eventually } from '@ebook/testkit/eventually'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { isBookHeard } from '../book-heard.ts'
import { migrations, rentalOf, type RentDatabase } from '../database.ts'
import type { Rental as GraphqlRental } from '../generated/resolvers.ts'
import { rent } from '../main.ts'
import type { RentPorts, RentSettings } from '../ports.ts'
import type { Rental } from '../rental/state.ts'
import { FakePayment } from './fake-payment.ts'
import { Person } from './person.ts'
import { Producer } from './producer.ts'

const log = createLogger('rent', process.env.TEST_LOG_LEVEL ?? 'silent')

const defaults: RentSettings = {
  payForMs: 900_000,
  cancelWindowMs: 0,
  renewableLastPart: 1 / 3,
  limits: { loans: 1_000, holds: 5 },
  rules: { missedTurns: { most: 0, withinMs: 0, blockForMs: 0 }, pointsDebt: 0 },
  availabilityTrustedForMs: 30_000,
  historyKeptForMs: 90 * 86_400_000,
  paymentTimeoutMs: 1_000,
}

/** Rent as its process composes it, on a real PostgreSQL and a real NATS; book, payment and promotion are voices. */
export class RentUnderTest {
  readonly book: Producer
  readonly payments: Producer
  readonly promotion: Producer
  readonly payment: FakePayment
  readonly db: Kysely<RentDatabase>
  readonly nats: TestNats
  readonly #database: TestDatabase
  readonly #issuer: TestIssuer
  readonly #settings: RentSettings
  readonly #voices: NatsConnection[]
  #running: Replica<RentPorts> | undefined

  private constructor(
    db: Kysely<RentDatabase>,
    database: TestDatabase,
    nats: TestNats,
    issuer: TestIssuer,
    voices: [book: NatsConnection, payment: NatsConnection, promotion: NatsConnection],
    settings: RentSettings,
  ) {
    this.db = db
    this.nats = nats
    this.#database = database
    this.#issuer = issuer
    this.#voices = voices
    this.#settings = settings
    this.book = new Producer(voices[0], 'book')
    this.payments = new Producer(voices[1], 'payment')
    this.promotion = new Producer(voices[2], 'promotion')
    this.payment = new FakePayment(voices[1], this.payments)
  }

  static async open(settings: Partial<RentSettings> = {}): Promise<RentUnderTest> {
    const { database, db } = await openTestDatabase<RentDatabase>('rent', migrations)
    const nats = await startTestNats()
    const issuer = await startTestIssuer()
    const voice = (user: 'book' | 'payment' | 'promotion') => connectNats({ ...nats.credentials(user), name: user })
    const voices = await Promise.all([voice('book'), voice('payment'), voice('promotion')])
    const it = new RentUnderTest(db, database, nats, issuer, voices, { ...defaults, ...settings })
    await it.start()
    await it.payment.start()
    return it
  }

  get rent(): RentPorts {
    if (!this.#running) throw new Error('rent does not run')
    return this.#running.ports
  }

  async start(): Promise<void> {
    this.#running = await startReplica(rent, {
      db: this.db,
      databaseUrl: this.#database.url,
      credentials: this.nats.credentials('rent'),
      issuer: this.#issuer,
      settings: this.#settings,
      log,
    })
  }

  /** The process ends; its database and the broker stay. */
  async stop(): Promise<void> {
    await this.#running?.stop()
    this.#running = undefined
  }

  async close(): Promise<void> {
    await this.payment.stop()
    await this.stop()
    await Promise.all(this.#voices.map((voice) => voice.close()))
    await this.db.destroy()
    await this.#issuer.stop()
    await this.nats.stop()
    await this.#database.drop()
  }

  person(sub: string, ...roles: ('MEMBER' | 'ADMIN')[]): Person {
    const token = () => this.#issuer.token({ sub, roles: roles.length > 0 ? roles : ['MEMBER'] })
    return new Person(sub, () => this.#url(), token, SUBGRAPH_SECRET)
  }

  /** A member whose token says of what category they are. */
  personOf(category: unknown, sub: string): Person {
    const token = () => this.#issuer.signed({ sub, roles: ['MEMBER'], category })
    return new Person(sub, () => this.#url(), token, SUBGRAPH_SECRET)
  }

  /** Somebody without a token. */
  anybody(): Person {
    return new Person(
      '',
      () => this.#url(),
      () => Promise.resolve(undefined),
      SUBGRAPH_SECRET,
    )
  }

  #url(): string {
    return `${this.#running?.url}/graphql`
  }

  /** Book registers a title and says that it can be lent; resolves when rent knows both. */
  async title({ rentalFee = 3_000, title = 'Dune' } = {}): Promise<string> {
    const bookId = randomUUID()
    await this.register(bookId, { rentalFee, title })
    await this.availability(bookId, 'POSSIBLE')
    return bookId
  }

  async register(
    bookId: string,
    { rentalFee = 3_000, title = 'Dune', loanPeriodDays = 14, maxRenewals = 2 } = {},
    event: 'Registered' | 'Revised' = 'Registered',
  ): Promise<void> {
    await this.book.say(`ebook.book.${event}.v1`, bookId, {
      bookId,
      title,
      authors: ['Frank Herbert'],
      rentalFee,
      currency: 'KRW',
      loanPeriodDays,
      maxRenewals,
      registeredDate: new Date().toISOString(),
    })
  }

  async availability(
    bookId: string,
    status: 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN',
    { holdsWaiting = 0, ...more }: { holdsWaiting?: number; nextLoanEnds?: string; loansToRenew?: number } = {},
  ): Promise<void> {
    const copiesFree = status === 'POSSIBLE' ? 1 : 0
    const data = { bookId, status, copiesTotal: 1, copiesFree, holdsWaiting, ...more }
    await this.book.say('ebook.book.AvailabilityChanged.v1', bookId, data)
    await eventually(async () => {
      const row = await this.db.selectFrom('book').selectAll().where('book_id', '=', bookId).executeTakeFirst()
      const next_loan_ends = more.nextLoanEnds === undefined ? null : new Date(more.nextLoanEnds)
      const told = { status, holds_waiting: holdsWaiting, loans_to_renew: more.loansToRenew ?? null, next_loan_ends }
      expect(row).toMatchObject(told)
    })
  }

  /** A librarian approves, as book tells it. */
  async approve(
    { id, bookId, userId, payment }: Pick<GraphqlRental, 'id' | 'bookId' | 'userId' | 'payment'>,
    changes: { loanPeriodDays?: number; licenceExpiresAt?: string; renewalCounts?: true } = {},
  ): Promise<PublishedEvent> {
    return this.book.say('ebook.book.Approved.v1', randomUUID(), {
      rentalId: id,
      paymentId: payment?.id ?? randomUUID(),
      bookId,
      copyId: randomUUID(),
      userId,
      approvedDate: new Date().toISOString(),
      approvedBy: 'park',
      loanPeriodDays: 14,
      ...changes,
    })
  }

  /** Book lives, and has been heard. */
  async bookIsHeard(): Promise<void> {
    await eventually(() => {
      this.book.announce()
      expect(isBookHeard(this.rent)).toBe(true)
    })
  }

  async row(rentalId: string): Promise<Rental | undefined> {
    const row = await this.db.selectFrom('rental').selectAll().where('id', '=', rentalId).executeTakeFirst()
    return row && rentalOf(row)
  }

  async becomes(rentalId: string, expected: Partial<Rental>): Promise<Rental> {
    return eventually(async () => {
      const rental = await this.row(rentalId)
      if (!rental) throw new Error('no such rental')
      expect(rental).toMatchObject(expected)
      return rental
    })
  }

  /** What rent said to others about a rental, in order, without prefix and version. */
  async said(rentalId: string): Promise<string[]> {
    const rows = await this.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', rentalId)
      .orderBy('aggregate_version')
      .execute()
    return rows.map(({ event }) => event.type.split('.')[2] ?? '')
  }

  /** What happened to a rental, in order. */
  async history(rentalId: string): Promise<string[]> {
    const rows = await this.db
      .selectFrom('history')
      .select('event_type')
      .where('aggregate_id', '=', rentalId)
      .orderBy('seq')
      .execute()
    return rows.map(({ event_type }) => event_type)
  }

  /** Nothing that was said to rent is still on its way. */
  async heardEverything(): Promise<void> {
    await eventually(async () => expect(await this.rent.messaging.caughtUp()).toBe(true))
  }
}
