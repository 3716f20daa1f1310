import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { NatsConnection } from '@ebook/nats/connection'
import { serve } from '@ebook/nats/service'
import type { Producer } from './producer.ts'

export const PayRequest = z.object({
  rentalId: z.uuid(),
  userId: z.string(),
  bookId: z.uuid(),
  rentalFee: z.int().nonnegative(),
  attemptNo: z.int().positive(),
  pointsToUse: z.int().positive().optional(),
  key: z.string(),
  correlationId: z.string(),
  causationId: z.string(),
  actor: z.string(),
})
export type PayRequest = z.infer<typeof PayRequest>

interface Charge {
  readonly paymentId: string
  readonly paid: boolean
  /** Of the Paid or PayDeclined that payment's outbox has for it. */
  readonly eventId: string
  readonly request: PayRequest
}

/** What the next calls meet: an answer, none at all, or none although the money was taken. */
export type Manner =
  | 'pays'
  | 'pays slowly'
  | 'declines'
  | 'has too few points'
  | 'does not answer'
  | 'pays and loses the reply'
  | 'is still asking'
  | 'waits for the member'

const REFUSALS: Partial<Record<Manner, string>> = {
  declines: 'NO_FUNDS',
  'has too few points': 'POINTS_INSUFFICIENT',
}

const actUntil = () => new Date(Date.now() + 25 * 60_000)

/** The other end of the synchronous edge, as its contract says: an attempt's key is charged once. */
export class FakePayment {
  manner: Manner = 'pays'
  /** False for a payment of a version that does not say yet which events its answers rest on. */
  saysItsEvents = true
  /** How long 'pays slowly' takes, in milliseconds. */
  delay = { min: 0, max: 0 }
  readonly asked: PayRequest[] = []
  readonly charges = new Map<string, Charge>()
  readonly #nats: NatsConnection
  readonly #producer: Producer
  #service: { stop(): Promise<void> } | undefined
  #release: (() => void)[] = []

  constructor(nats: NatsConnection, producer: Producer) {
    this.#nats = nats
    this.#producer = producer
  }

  async start(): Promise<void> {
    const endpoint = { context: 'payment', endpoint: 'pay', callers: ['rent'], request: PayRequest }
    const handle = (request: PayRequest) => this.#answer(request)
    this.#service = await serve(this.#nats, { ...endpoint, handle }, () => undefined)
    await this.#nats.flush()
  }

  async stop(): Promise<void> {
    for (const release of this.#release.splice(0)) release()
    await this.#service?.stop()
    this.#service = undefined
    await this.#nats.flush()
  }

  chargesOf(rentalId: string): Charge[] {
    return [...this.charges.values()].filter(({ request, paid }) => request.rentalId === rentalId && paid)
  }

  /** Says what became of an attempt, as payment's outbox does. */
  async tell(key: string): Promise<void> {
    const charge = this.charges.get(key)
    if (!charge) throw new Error(`nothing was charged under ${key}`)
    const { paymentId, paid, request } = charge
    const { rentalId, userId, bookId, rentalFee, attemptNo } = request
    if (paid) {
      const amounts = { rentalFee, pointsUsed: 0, chargedAmount: rentalFee, paidDate: new Date().toISOString() }
      const data = { paymentId, rentalId, userId, bookId, attemptNo, ...amounts }
      await this.#producer.say('ebook.payment.Paid.v1', paymentId, data)
    } else {
      const data = { paymentId, rentalId, attemptNo, reasonCode: 'NO_FUNDS' }
      await this.#producer.say('ebook.payment.PayDeclined.v1', paymentId, data)
    }
  }

  /** Says that an attempt waits for the member. */
  async tellThatItWaits(key: string, expiresAt = actUntil()): Promise<void> {
    const request = this.asked.find((one) => one.key === key)
    if (!request) throw new Error(`nobody asked under ${key}`)
    const paymentId = this.charges.get(key)?.paymentId ?? randomUUID()
    const { rentalId, userId, bookId, attemptNo } = request
    const about = { paymentId, rentalId, userId, bookId, attemptNo, expiresAt: expiresAt.toISOString() }
    await this.#producer.say('ebook.payment.PaymentActionRequired.v1', paymentId, about)
  }

  async #answer(request: PayRequest): Promise<object> {
    this.asked.push(request)
    const { manner } = this
    if (manner === 'does not answer') return this.#never()
    if (manner === 'pays slowly') {
      const { min, max } = this.delay
      await delay(min + Math.random() * (max - min))
    }
    const known = this.charges.get(request.key)
    const charge = known ?? { paymentId: randomUUID(), eventId: randomUUID(), paid: !REFUSALS[manner], request }
    if (manner === 'is still asking' && !known) return { outcome: 'PENDING', paymentId: charge.paymentId }
    if (manner === 'waits for the member') {
      const { paymentId, eventId } = charge
      this.charges.set(request.key, { ...charge, paid: true })
      return {
        outcome: 'ACTION_REQUIRED',
        paymentId,
        attemptNo: request.attemptNo,
        expiresAt: actUntil().toISOString(),
        eventIds: [eventId],
      }
    }
    this.charges.set(request.key, charge)
    if (manner === 'pays and loses the reply') return this.#never()
    const { paymentId, eventId } = charge
    const events = this.saysItsEvents ? { eventIds: [eventId] } : {}
    return charge.paid
      ? {
          outcome: 'PAID',
          paymentId,
          chargedAmount: request.rentalFee - (request.pointsToUse ?? 0),
          paidDate: new Date().toISOString(),
          ...events,
        }
      : {
          outcome: 'DECLINED',
          paymentId,
          attemptNo: request.attemptNo,
          reasonCode: REFUSALS[manner] ?? 'NO_FUNDS',
          ...events,
        }
  }

  /** Until the fake is stopped: by then nobody waits any more. */
  #never(): Promise<object> {
    return new Promise((resolve) => this.#release.push(() => resolve({})))
  }
}
