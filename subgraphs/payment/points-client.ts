import { z } from 'zod'
import { Deferred, guarded, type GuardSettings } from '@ebook/chassis/breaker'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import type { NatsConnection } from '@ebook/nats/connection'
import type { Cause } from '@ebook/nats/outbox'
import { call } from '@ebook/nats/service'
import type { RefundedPayment } from './payment/state.ts'

/** What promotion.lockRevocation answers, as payment needs it (promotion has its own schema of the same). */
const LockReply = z.object({ revoked: z.int().nonnegative(), shortfall: z.int().nonnegative() })

export type LockAnswer =
  | ({ readonly kind: 'locked' } & z.infer<typeof LockReply>)
  /** No answer now: whether the points were locked is unknown, and asking again is safe. */
  | { readonly kind: 'deferred'; readonly retryAfterMs: number }

/** The synchronous edge payment → promotion, one of the only two (rule G10). */
export interface PointsClient {
  /** Takes the payment's points off before its money moves. Never rejects; an attempt is locked once. */
  lockRevocation(payment: RefundedPayment, cause: Cause): Promise<LockAnswer>
}

export interface PointsClientSettings {
  readonly nats: NatsConnection
  readonly timeoutMs: number
  readonly registry: Registry
  readonly log: Logger
  readonly halfOpenAfterMs?: GuardSettings['halfOpenAfterMs']
}

// More than the refunds that are worked on at once, so that none waits for its turn until its time is up.
const bulkhead = { concurrent: 40, queued: 40 }

export function createPointsClient({ nats, timeoutMs, registry, log, ...more }: PointsClientSettings): PointsClient {
  const guard = guarded({ name: 'promotion', timeoutMs, bulkhead, registry, log, ...more })
  return {
    async lockRevocation({ id: paymentId, rentalId, userId, refund }, cause) {
      const request = { paymentId, rentalId, userId, refundAttempt: refund.attempt, ...cause }
      try {
        const reply = await guard.execute(() =>
          call(nats, 'promotion', 'lockRevocation', request, { timeoutMs, response: LockReply }),
        )
        return { kind: 'locked', ...reply }
      } catch (error) {
        if (!(error instanceof Deferred)) throw error
        log.info({ correlationId: rentalId, paymentId, reason: error.reason, err: error.cause }, 'refund deferred')
        return { kind: 'deferred', retryAfterMs: error.retryAfterMs }
      }
    },
  }
}
