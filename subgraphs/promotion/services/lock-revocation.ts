import { z } from 'zod'
import type { NatsConnection } from '@ebook/nats/connection'
import { serve } from '@ebook/nats/service'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { accountOf, fetchLots } from '../account.ts'
import { fetchPoints } from '../fetch-points.ts'
import type { PromotionPorts } from '../ports.ts'
import { promotionIdOf, tellPromotion } from '../promotion-aggregate.ts'
import { AskedByPayment, causeOf, inItsTime } from './asked-by-payment.ts'

const LockRequest = AskedByPayment.extend({ refundAttempt: z.int().positive() })
type LockRequest = z.infer<typeof LockRequest>

/** `shortfall`: of the revoked points, those that had been spent. */
interface LockReply {
  readonly revoked: number
  readonly shortfall: number
}

/**
 * Takes a payment's points off before its money goes back (PN1). The same attempt again has the same answer; a payment
 * that promotion has not heard of is blocked, so that it will never earn any.
 */
async function lockRevocation({ db, messaging }: PromotionPorts, request: LockRequest): Promise<LockReply> {
  const { paymentId, rentalId, userId, refundAttempt } = request
  const handled = await inUnitOfWork(db, async (unit) => {
    await Promise.all([fetchPoints(unit, [request]), fetchLots(unit, userId)])
    const promotionId = promotionIdOf(unit, paymentId)
    const { available } = accountOf(unit, userId)
    const wanted = { promotionId, paymentId, rentalId, userId, refundAttempt, available }
    return tellPromotion(unit, promotionId, { type: 'lockRevocation', ...wanted }, causeOf(request))
  })
  messaging.nudge()
  if (handled.kind === 'refused') throw new Error(`a lock is never refused: ${handled.refusal.code}`)
  const { revoked, shortfall } = handled.state
  return { revoked, shortfall }
}

export function serveLockRevocation(ports: PromotionPorts, nats: NatsConnection): Promise<{ stop(): Promise<void> }> {
  return serve(
    nats,
    {
      context: 'promotion',
      endpoint: 'lockRevocation',
      callers: ['payment'],
      request: LockRequest,
      handle: inItsTime(ports, (request: LockRequest) => lockRevocation(ports, request)),
    },
    (error) => ports.log.error({ err: error }, 'lockRevocation failed'),
  )
}
