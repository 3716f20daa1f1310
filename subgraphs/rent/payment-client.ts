import { z } from 'zod'
import { Deferred, guarded, type GuardSettings } from '@ebook/chassis/breaker'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import type { NatsConnection } from '@ebook/nats/connection'
import type { Cause } from '@ebook/nats/outbox'
import { call } from '@ebook/nats/service'
import type { DeferralReason } from './rental/language.ts'
import type { Rental } from './rental/state.ts'

/** An older payment does not say it. Only what members may wait for depends on it. */
const eventIds = z.array(z.uuid()).default([])

/** What payment.pay answers, as far as rent needs it (payment has its own schema of the same). */
const PayReply = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('PAID'), paymentId: z.uuid(), chargedAmount: z.int().nonnegative(), eventIds }),
  z.object({
    outcome: z.literal('DECLINED'),
    paymentId: z.uuid(),
    attemptNo: z.int().positive(),
    reasonCode: z.string(),
    eventIds,
  }),
  /** Payment has taken it on and does not know the provider's answer yet; it will say Paid or PayDeclined. */
  z.object({ outcome: z.literal('PENDING'), paymentId: z.uuid(), eventIds }),
  /** The member has to act on the provider's page; Paid or PayDeclined will be said when they have. */
  z.object({
    outcome: z.literal('ACTION_REQUIRED'),
    paymentId: z.uuid(),
    attemptNo: z.int().positive(),
    expiresAt: z.iso.datetime(),
    eventIds,
  }),
  /** Payment has heard that the rental is canceled, and took no money. */
  z.object({ outcome: z.literal('RENT_CANCELED'), eventIds }),
])

export type PayAnswer =
  | z.infer<typeof PayReply>
  /** No answer now: whether it was carried out is unknown after a timeout, and it was not after OPEN and FULL. */
  | { readonly outcome: 'DEFERRED'; readonly reason: DeferralReason; readonly retryAfterMs: number }

/** The synchronous edge rent → payment, one of the only two (rule G10). */
export interface PaymentClient {
  /** Never rejects, and answers within PAYMENT_TIMEOUT_MS. Safe to repeat: an attempt is charged once. */
  pay(rental: Rental, cause: Cause): Promise<PayAnswer>
  /** False while the circuit is not closed: one call at a time is enough to find out. */
  readonly isWell: boolean
}

export interface PaymentClientSettings {
  readonly nats: NatsConnection
  readonly timeoutMs: number
  readonly registry: Registry
  readonly log: Logger
  readonly halfOpenAfterMs?: GuardSettings['halfOpenAfterMs']
}

// At the reference's load, 100 clients and about half a second each, nobody is turned away by the bulkhead itself.
const bulkhead = { concurrent: 100, queued: 100 }

export function createPaymentClient({ nats, timeoutMs, registry, log, ...more }: PaymentClientSettings): PaymentClient {
  const guard = guarded({ name: 'payment', timeoutMs, bulkhead, registry, log, ...more })
  return {
    get isWell() {
      return guard.state === 'closed'
    },
    async pay(rental, cause) {
      const { id: rentalId, userId, bookId, rentalFee, attemptNo, pointsToUse } = rental
      const points = pointsToUse > 0 && { pointsToUse }
      const attempt = { attemptNo, key: `${rentalId}:${attemptNo}`, ...points }
      const request = { rentalId, userId, bookId, rentalFee, ...attempt, ...cause }
      try {
        return await guard.execute(() => call(nats, 'payment', 'pay', request, { timeoutMs, response: PayReply }))
      } catch (error) {
        if (!(error instanceof Deferred)) throw error
        log.info({ correlationId: rentalId, attemptNo, reason: error.reason, err: error.cause }, 'payment deferred')
        return { outcome: 'DEFERRED', reason: deferralReasons[error.reason], retryAfterMs: error.retryAfterMs }
      }
    },
  }
}

const deferralReasons = { timeout: 'TIMEOUT', open: 'OPEN', full: 'FULL', failed: 'FAILED' } as const
