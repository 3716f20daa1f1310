import { z } from 'zod'
import { Deferred, guarded, type GuardSettings } from '@ebook/chassis/breaker'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import type { NatsConnection } from '@ebook/nats/connection'
import type { Cause } from '@ebook/nats/outbox'
import { call } from '@ebook/nats/service'
import type { SpendOutcome } from './payment/language.ts'
import type { Payment, RefundedPayment } from './payment/state.ts'

/** What promotion.lockRevocation answers, as payment needs it (promotion has its own schema of the same). */
const LockReply = z.object({ revoked: z.int().nonnegative(), shortfall: z.int().nonnegative() })

/** What promotion.spendPoints answers, as payment needs it. */
const SpendReply = z.object({ outcome: z.enum(['SPENT', 'INSUFFICIENT']) })

/** No answer now: whether it was done is unknown, and asking again is safe. */
interface NoAnswer {
  readonly kind: 'deferred'
  readonly retryAfterMs: number
}

export type LockAnswer = ({ readonly kind: 'locked' } & z.infer<typeof LockReply>) | NoAnswer
export type SpendAnswer = SpendOutcome | NoAnswer

/** The synchronous edge payment → promotion, one of the only two (rule G10). */
export interface PointsClient {
  /** Takes the points that pay a part of the fee, once per payment, or none of them. Never rejects. */
  spendPoints(payment: Payment, cause: Cause): Promise<SpendAnswer>
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
  const ask = async <Reply extends z.ZodType>(
    endpoint: 'lockRevocation' | 'spendPoints',
    { id: paymentId, rentalId, userId }: Payment,
    request: object,
    response: Reply,
  ): Promise<z.infer<Reply> | NoAnswer> => {
    const whole = { paymentId, rentalId, userId, ...request }
    try {
      return await guard.execute(() => call(nats, 'promotion', endpoint, whole, { timeoutMs, response }))
    } catch (error) {
      if (!(error instanceof Deferred)) throw error
      log.info({ correlationId: rentalId, paymentId, reason: error.reason, err: error.cause }, `${endpoint} deferred`)
      return { kind: 'deferred', retryAfterMs: error.retryAfterMs }
    }
  }
  return {
    async spendPoints(payment, cause) {
      const reply = await ask('spendPoints', payment, { points: payment.pointsToUse, ...cause }, SpendReply)
      if ('kind' in reply) return reply
      return { kind: reply.outcome === 'SPENT' ? 'spent' : 'insufficient' }
    },
    async lockRevocation(payment, cause) {
      const reply = await ask('lockRevocation', payment, { refundAttempt: payment.refund.attempt, ...cause }, LockReply)
      return 'kind' in reply ? reply : { kind: 'locked', ...reply }
    },
  }
}
