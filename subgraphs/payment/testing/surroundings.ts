import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { createLogger } from '@ebook/chassis/log'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import { call } from '@ebook/nats/service'
import type { TestDatabase } from '@ebook/testkit/database'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { migrations, type PaymentDatabase } from '../database.ts'
import type { PayReply, PayRequest } from '../services/pay.ts'
import { Books } from './books.ts'
import { FakePromotion } from './fake-promotion.ts'
import { Producer } from './producer.ts'

export const log = createLogger('payment', process.env.TEST_LOG_LEVEL ?? 'silent')
export const BOOK_ID = '0194a000-0000-7000-8000-0000000000b0'

const Reply = z.looseObject({ outcome: z.string() })

export interface Ground {
  readonly database: TestDatabase
  readonly nats: TestNats
  readonly db: Kysely<PaymentDatabase>
  readonly voices: { readonly book: NatsConnection; readonly rent: NatsConnection; readonly promotion: NatsConnection }
}

/** A real PostgreSQL with payment's tables, a real NATS, and a connection for each of the others. */
export async function prepareGround(): Promise<Ground> {
  const { database, db } = await openTestDatabase<PaymentDatabase>('payment', migrations)
  const nats = await startTestNats()
  const voice = (user: 'book' | 'rent' | 'promotion') => connectNats({ ...nats.credentials(user), name: user })
  const voices = { book: await voice('book'), rent: await voice('rent'), promotion: await voice('promotion') }
  return { database, nats, db, voices }
}

/** Everybody around payment: rent and book talk to it, promotion is asked by it. */
export class Surroundings extends Books {
  readonly promotion: FakePromotion
  readonly book: Producer
  readonly rent: Producer
  readonly ground: Ground

  constructor(ground: Ground) {
    super(ground.db)
    this.ground = ground
    this.book = new Producer(ground.voices.book, 'book', 'ADMIN:park')
    this.rent = new Producer(ground.voices.rent, 'rent', 'ADMIN:park')
    this.promotion = new FakePromotion(ground.voices.promotion)
  }

  async clearUp(): Promise<void> {
    await this.promotion.stop()
    for (const voice of Object.values(this.ground.voices)) await voice.close()
    await this.db.destroy()
    await this.ground.nats.stop()
    await this.ground.database.drop()
  }

  /** Asks as rent does. */
  async pay(request: Partial<PayRequest> = {}): Promise<PayReply> {
    const { rentalId = randomUUID(), attemptNo = 1 } = request
    const full: PayRequest = {
      rentalId,
      userId: 'kim',
      bookId: BOOK_ID,
      rentalFee: 3_000,
      pointsToUse: 0,
      attemptNo,
      key: `${rentalId}:${attemptNo}`,
      correlationId: rentalId,
      causationId: 'request-1',
      actor: 'MEMBER:kim',
      ...request,
    }
    const options = { timeoutMs: 5_000, response: Reply }
    return (await call(this.ground.voices.rent, 'payment', 'pay', full, options)) as unknown as PayReply
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
}
