import { openDatabase } from '@ebook/chassis/database'
import { createLogger } from '@ebook/chassis/log'
import { createRegistry } from '@ebook/chassis/metrics'
import type { Server } from '@ebook/chassis/server'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import { call } from '@ebook/nats/service'
import { createTestDatabase, startTestNats, type TestDatabase, type TestNats } from '@ebook/stack/infrastructure'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, inject } from 'vitest'
import { z } from 'zod'
import { migrations, type PaymentDatabase } from '../database.ts'
import { createLoaders } from '../payment-loader.ts'
import { chargeKey } from '../payment-state.ts'
import { resolvers } from '../resolvers.ts'
import type { PayReply, PayRequest } from '../services/pay.ts'
import { startPayment, type PaymentSettings, type RunningPayment } from '../start-payment.ts'
import { Books, eventually } from './books.ts'
import { FakePromotion } from './fake-promotion.ts'
import { Producer } from './producer.ts'
import { ScriptedProvider } from './scripted-provider.ts'

const sdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
const log = createLogger('payment', process.env.TEST_LOG_LEVEL ?? 'silent')
const ROUTER_SECRET = 'the-secret-of-the-router-in-tests'
const settings: PaymentSettings = { promotionTimeoutMs: 400, providerTimeoutMs: 400 }
const Reply = z.looseObject({ outcome: z.string() })

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

/** Payment as its process composes it, on a real PostgreSQL and a real NATS; the others are voices, the provider a script. */
export class PaymentUnderTest extends Books {
  readonly provider = new ScriptedProvider()
  readonly promotion: FakePromotion
  readonly book: Producer
  readonly rent: Producer
  readonly nats: TestNats
  readonly #database: TestDatabase
  readonly #issuer: TestIssuer
  readonly #voices: { book: NatsConnection; rent: NatsConnection; promotion: NatsConnection }
  readonly #running: { payment: RunningPayment; server: Server; nats: NatsConnection }[] = []

  private constructor(
    db: Kysely<PaymentDatabase>,
    database: TestDatabase,
    nats: TestNats,
    issuer: TestIssuer,
    voices: { book: NatsConnection; rent: NatsConnection; promotion: NatsConnection },
  ) {
    super(db)
    this.nats = nats
    this.#database = database
    this.#issuer = issuer
    this.#voices = voices
    this.book = new Producer(voices.book, 'book')
    this.rent = new Producer(voices.rent, 'rent')
    this.promotion = new FakePromotion(voices.promotion)
  }

  static async open(): Promise<PaymentUnderTest> {
    const database = await createTestDatabase(inject('postgresAdminUrl'), 'payment')
    const nats = await startTestNats()
    const issuer = await startTestIssuer()
    const db = await openDatabase<PaymentDatabase>({ url: database.url, name: 'payment', migrations, log })
    const voice = (user: 'book' | 'rent' | 'promotion') => connectNats({ ...nats.credentials(user), name: user })
    const voices = { book: await voice('book'), rent: await voice('rent'), promotion: await voice('promotion') }
    const it = new PaymentUnderTest(db, database, nats, issuer, voices)
    await it.start()
    await it.promotion.start()
    return it
  }

  /** A replica, or the process again after `stop`. */
  async start(): Promise<RunningPayment> {
    const nats = await connectNats({ ...this.nats.credentials('payment'), name: 'payment' })
    const registry = createRegistry('payment')
    const { db, provider } = this
    const parts = { db, databaseUrl: this.#database.url, nats, streamReplicas: 1, provider, settings, log, registry }
    const payment = await startPayment(parts)
    const server = await startSubgraph({
      name: 'payment',
      sdl,
      resolvers: resolvers(payment),
      loaders: (context) => createLoaders(payment, context),
      config: {
        PORT: 0,
        HOST: '127.0.0.1',
        NODE_ENV: 'test',
        SHUTDOWN_DELAY_MS: 0,
        OIDC_ISSUER: this.#issuer.url,
        OIDC_AUDIENCE: this.#issuer.audience,
        ROUTER_SECRET: [ROUTER_SECRET],
      },
      log,
      registry,
      readiness: () => payment.ready(),
    })
    await nats.flush()
    this.#running.push({ payment, server, nats })
    return payment
  }

  /** Every replica ends; database and broker stay. */
  async stop(): Promise<void> {
    for (const { server, payment, nats } of this.#running.splice(0)) {
      await server.stop()
      await payment.stop()
      await nats.close()
    }
  }

  async close(): Promise<void> {
    await this.promotion.stop()
    await this.stop()
    for (const voice of Object.values(this.#voices)) await voice.close()
    await this.db.destroy()
    await this.#issuer.stop()
    await this.nats.stop()
    await this.#database.drop()
  }

  /** Asks as rent does. */
  async pay(request: Partial<PayRequest> = {}): Promise<PayReply> {
    const { rentalId = randomUUID(), attemptNo = 1 } = request
    const full: PayRequest = {
      rentalId,
      userId: 'kim',
      bookId: BOOK_ID,
      rentalFee: 3_000,
      attemptNo,
      key: `${rentalId}:${attemptNo}`,
      correlationId: rentalId,
      causationId: 'request-1',
      actor: 'MEMBER:kim',
      ...request,
    }
    const options = { timeoutMs: 5_000, response: Reply }
    return (await call(this.#voices.rent, 'payment', 'pay', full, options)) as unknown as PayReply
  }

  /** A rental that is paid for. */
  async paid(request: Partial<PayRequest> = {}): Promise<{ rentalId: string; paymentId: string }> {
    const rentalId = request.rentalId ?? randomUUID()
    const reply = await this.pay({ ...request, rentalId })
    if (reply.outcome !== 'PAID') throw new Error(`not paid: ${reply.outcome}`)
    return { rentalId, paymentId: reply.paymentId }
  }

  refuse({ rentalId, paymentId }: { rentalId: string; paymentId: string }) {
    const refusal = { refusedBy: 'ADMIN', reasonCode: 'POLICY', refusedDate: new Date().toISOString() } as const
    return this.book.say('ebook.book.Refused.v1', randomUUID(), { rentalId, paymentId, bookId: BOOK_ID, ...refusal })
  }

  cancel(rentalId: string, reason: 'MEMBER' | 'PAYMENT_TIMEOUT' = 'MEMBER') {
    const request = { reason, requestedDate: new Date().toISOString(), loanStarted: false }
    const data = { rentalId, bookId: BOOK_ID, userId: 'kim', paymentId: null, ...request }
    return this.rent.say('ebook.rent.CancelRequested.v1', rentalId, data)
  }

  /** What payment has the provider hold of a payment, in won. */
  held(paymentId: string): number {
    return this.provider.held(chargeKey(paymentId))
  }

  /** Sends GraphQL as the router does: with somebody's token, or none. */
  async ask(sub: string | undefined, role: 'MEMBER' | 'ADMIN', query: string, variables: object = {}): Promise<Answer> {
    const token = sub && (await this.#issuer.token({ sub, roles: [role] }))
    const headers = { 'content-type': 'application/json', 'x-router-secret': ROUTER_SECRET }
    const [running] = this.#running
    const response = await fetch(`${running?.server.url}/graphql`, {
      method: 'POST',
      headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers,
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer
  }

  /** Nothing that was said to payment is still on its way. */
  async heardEverything(): Promise<void> {
    await eventually(async () => {
      for (const { payment } of this.#running) expect(await payment.messaging.caughtUp()).toBe(true)
    })
  }
}

export const BOOK_ID = '0194a000-0000-7000-8000-0000000000b0'
