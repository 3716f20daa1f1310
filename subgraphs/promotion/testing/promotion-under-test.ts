import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import { z } from 'zod'
import { createLogger } from '@ebook/chassis/log'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { startReplica, SUBGRAPH_SECRET, type Replica } from '@ebook/chassis/testing/subgraph-under-test'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import type { PublishedEvent } from '@ebook/nats/event'
import { call } from '@ebook/nats/service'
import type { TestDatabase } from '@ebook/testkit/database'
import { eventually } from '@ebook/testkit/eventually'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { migrations, stateOf, type PromotionDatabase } from '../database.ts'
import { promotion } from '../main.ts'
import type { PromotionPorts, PromotionSettings } from '../ports.ts'
import type { Promotion } from '../promotion/state.ts'
import { Producer } from './producer.ts'

const log = createLogger('promotion', process.env.TEST_LOG_LEVEL ?? 'silent')
const defaults: PromotionSettings = { rateBps: 1_000, spendableFrom: 'APPROVED', delayMs: { min: 0, max: 0 } }
const Reply = z.object({ revoked: z.int(), shortfall: z.int() })
const SpendReply = z.object({ outcome: z.enum(['SPENT', 'INSUFFICIENT']), available: z.int().optional() })

/** One rental's payment, as the others talk of it. */
export interface Bought {
  readonly paymentId: string
  readonly rentalId: string
  readonly userId: string
}

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

/** Promotion as its process composes it, on a real PostgreSQL and a real NATS; payment and rent are voices. */
export class PromotionUnderTest {
  readonly db: Kysely<PromotionDatabase>
  readonly payment: Producer
  readonly rent: Producer
  readonly #nats: TestNats
  readonly #database: TestDatabase
  readonly #issuer: TestIssuer
  readonly voices: { readonly payment: NatsConnection; readonly rent: NatsConnection }
  #running: Replica<PromotionPorts>[] = []

  private constructor(
    db: Kysely<PromotionDatabase>,
    database: TestDatabase,
    nats: TestNats,
    issuer: TestIssuer,
    voices: { payment: NatsConnection; rent: NatsConnection },
  ) {
    this.db = db
    this.#nats = nats
    this.#database = database
    this.#issuer = issuer
    this.voices = voices
    this.payment = new Producer(voices.payment, 'payment', 'MEMBER:kim')
    this.rent = new Producer(voices.rent, 'rent', 'MEMBER:kim')
  }

  static async open(settings: Partial<PromotionSettings> = {}): Promise<PromotionUnderTest> {
    const { database, db } = await openTestDatabase<PromotionDatabase>('promotion', migrations)
    const nats = await startTestNats()
    const issuer = await startTestIssuer()
    const voice = (user: 'payment' | 'rent') => connectNats({ ...nats.credentials(user), name: user })
    const voices = { payment: await voice('payment'), rent: await voice('rent') }
    const it = new PromotionUnderTest(db, database, nats, issuer, voices)
    await it.start(settings)
    return it
  }

  /** A replica, or the process again after `stop`. */
  async start(settings: Partial<PromotionSettings> = {}): Promise<void> {
    const replica = await startReplica(promotion, {
      db: this.db,
      databaseUrl: this.#database.url,
      credentials: this.#nats.credentials('promotion'),
      issuer: this.#issuer,
      settings: { ...defaults, ...settings },
      log,
    })
    this.#running.push(replica)
  }

  /** Every replica ends; database and broker stay. */
  async stop(): Promise<void> {
    for (const replica of this.#running.splice(0)) await replica.stop()
  }

  async close(): Promise<void> {
    await this.stop()
    for (const voice of Object.values(this.voices)) await voice.close()
    await this.db.destroy()
    await this.#issuer.stop()
    await this.#nats.stop()
    await this.#database.drop()
  }

  paid(bought: Bought, chargedAmount = 3_000): Promise<PublishedEvent> {
    const amounts = { rentalFee: chargedAmount, pointsUsed: 0, chargedAmount, attemptNo: 1 }
    const data = { ...bought, bookId: randomUUID(), ...amounts, paidDate: new Date().toISOString() }
    return this.payment.say('ebook.payment.Paid.v1', bought.paymentId, data)
  }

  loanStarted(bought: Bought): Promise<PublishedEvent> {
    const dates = { startsAt: new Date().toISOString(), dueAt: new Date().toISOString() }
    const data = { ...bought, bookId: randomUUID(), copyId: randomUUID(), ...dates }
    return this.rent.say('ebook.rent.LoanStarted.v1', bought.rentalId, data)
  }

  refunded({ paymentId, rentalId }: Bought, refundAttempt = 1): Promise<PublishedEvent> {
    return this.payment.say('ebook.payment.Refunded.v1', paymentId, {
      paymentId,
      rentalId,
      refundId: `refund:${paymentId}:${refundAttempt}`,
      refundAttempt,
      amount: 3_000,
      refundedDate: new Date().toISOString(),
      reason: 'MEMBER',
      pointsRevoked: 300,
      pointsReturned: 0,
      pointShortfall: 0,
    })
  }

  refundFailed({ paymentId, rentalId }: Bought, refundAttempt = 1, wasRefunded = false): Promise<PublishedEvent> {
    const refundId = `refund:${paymentId}:${refundAttempt}`
    const data = { paymentId, rentalId, refundId, refundAttempt, errorCode: 'ACCOUNT_CLOSED', wasRefunded }
    return this.payment.say('ebook.payment.RefundFailed.v1', paymentId, data)
  }

  /** Asks as payment does. */
  lock(bought: Bought, refundAttempt = 1, timeoutMs = 5_000): Promise<z.infer<typeof Reply>> {
    const cause = { correlationId: bought.rentalId, causationId: 'refund', actor: 'ADMIN:park' }
    const request = { ...bought, refundAttempt, ...cause }
    return call(this.voices.payment, 'promotion', 'lockRevocation', request, { timeoutMs, response: Reply })
  }

  /** Asks as payment does. */
  spend(bought: Bought, points: number, timeoutMs = 5_000): Promise<z.infer<typeof SpendReply>> {
    const cause = { correlationId: bought.rentalId, causationId: 'pay', actor: 'MEMBER:kim' }
    const request = { ...bought, points, ...cause }
    return call(this.voices.payment, 'promotion', 'spendPoints', request, { timeoutMs, response: SpendReply })
  }

  /** The member has so many points to spend. */
  async earned(userId: string, points: number): Promise<void> {
    const bought = buys(userId)
    await this.paid(bought, points * 10)
    await this.loanStarted(bought)
    await this.becomes(bought, { status: 'GRANTED', loanStarted: true })
  }

  /** What can be spent, by its age, the oldest first. */
  async lots(userId: string): Promise<number[]> {
    const lots = this.db.selectFrom('point_lot').selectAll().where('user_id', '=', userId).where('left_points', '>', 0)
    return (await lots.orderBy('earned_date').orderBy('id').execute()).map(({ left_points }) => left_points)
  }

  async spentOn({ paymentId }: Pick<Bought, 'paymentId'>): Promise<string | undefined> {
    const row = await this.db
      .selectFrom('spend')
      .select('status')
      .where('payment_id', '=', paymentId)
      .executeTakeFirst()
    return row?.status
  }

  declined({ paymentId, rentalId, userId }: Bought, pointsToReturn?: number): Promise<PublishedEvent> {
    const whose = { userId, ...(pointsToReturn !== undefined && { pointsToReturn }) }
    const data = { paymentId, rentalId, attemptNo: 1, reasonCode: 'CARD_DECLINED', ...whose }
    return this.payment.say('ebook.payment.PayDeclined.v1', paymentId, data)
  }

  voided({ paymentId, rentalId, userId }: Bought, pointsToReturn?: number): Promise<PublishedEvent> {
    const whose = { userId, ...(pointsToReturn !== undefined && { pointsToReturn }) }
    return this.payment.say('ebook.payment.PayVoided.v1', paymentId, { paymentId, rentalId, ...whose })
  }

  /** Asks with whatever is given. */
  lockRaw(request: object, endpoint = 'lockRevocation'): Promise<unknown> {
    const options = { timeoutMs: 5_000, response: z.unknown() }
    return call(this.voices.payment, 'promotion', endpoint, request, options)
  }

  async promotion({ paymentId }: Pick<Bought, 'paymentId'>): Promise<Promotion | undefined> {
    const row = await this.db.selectFrom('promotion').selectAll().where('payment_id', '=', paymentId).executeTakeFirst()
    return row && stateOf(row)
  }

  async becomes(bought: Bought, expected: Partial<Promotion>): Promise<Promotion> {
    return eventually(async () => {
      const promotion = await this.promotion(bought)
      if (!promotion) throw new Error('no such promotion')
      expect(promotion).toMatchObject(expected)
      return promotion
    })
  }

  /** The member's account, which is the sum of its entries. */
  async account(userId: string): Promise<{ available: number; pending: number; lifetime: number }> {
    const account = await this.db
      .selectFrom('point_account')
      .select(['available', 'pending', 'lifetime'])
      .where('user_id', '=', userId)
      .executeTakeFirst()
    return account ?? { available: 0, pending: 0, lifetime: 0 }
  }

  async entries(userId: string): Promise<[kind: string, n: number, points: number][]> {
    const rows = await this.db
      .selectFrom('point_entry')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute()
    return rows.map(({ kind, n, points }) => [kind, n, points])
  }

  /** What promotion said to others about a rental, in order, without prefix and version. */
  async said({ rentalId }: Bought): Promise<string[]> {
    return (await this.events(rentalId)).map(({ type }) => type.split('.')[2] ?? '')
  }

  async events(rentalId: string): Promise<PublishedEvent[]> {
    const rows = await this.db.selectFrom('outbox').select('event').orderBy('seq').execute()
    return rows.map(({ event }) => event as PublishedEvent).filter(({ correlationid }) => correlationid === rentalId)
  }

  async deadLetters(): Promise<{ event_type: string | null; error: string }[]> {
    return this.db.selectFrom('dead_letter').select(['event_type', 'error']).execute()
  }

  /** Nothing that was said to promotion is still on its way. */
  async heardEverything(): Promise<void> {
    await eventually(async () => {
      for (const { messaging } of this.#running) expect(await messaging.caughtUp()).toBe(true)
    })
  }

  /** Sends GraphQL as the router does: with somebody's token, or none. */
  async ask(sub: string | undefined, role: 'MEMBER' | 'ADMIN', query: string, variables: object = {}): Promise<Answer> {
    const token = sub && (await this.#issuer.token({ sub, roles: [role] }))
    const headers = { 'content-type': 'application/json', 'x-router-secret': SUBGRAPH_SECRET }
    const [running] = this.#running
    const response = await fetch(`${running?.url}/graphql`, {
      method: 'POST',
      headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers,
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer
  }
}

let members = 0

/** A payment of a member who has no other. */
export function buys(userId = `member-${(members += 1)}`): Bought {
  return { paymentId: randomUUID(), rentalId: randomUUID(), userId }
}
