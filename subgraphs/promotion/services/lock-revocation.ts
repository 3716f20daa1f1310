import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { NatsConnection } from '@ebook/nats/connection'
import { serve } from '@ebook/nats/service'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { PromotionPorts } from '../ports.ts'
import { fetchPromotions, promotionIdOf, tellPromotion } from '../promotion-aggregate.ts'

/** The synchronous edge payment → promotion, as promotion understands it (payment has its own schema of the same). */
const LockRequest = z.object({
  paymentId: z.uuid().lowercase(),
  rentalId: z.uuid().lowercase(),
  userId: z.string().min(1),
  refundAttempt: z.int().positive(),
  correlationId: z.string().min(1),
  causationId: z.string().min(1),
  actor: z.templateLiteral([z.enum(['MEMBER', 'ADMIN']), ':', z.string().min(1)]).or(z.literal('SYSTEM')),
  traceparent: z.string().optional(),
})
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
  const { correlationId, causationId, actor, traceparent, ...wanted } = request
  const cause = { correlationId, causationId, actor, traceparent }
  const handled = await inUnitOfWork(db, async (unit) => {
    const available = (await fetchPromotions(unit, [wanted])).get(wanted.userId) ?? 0
    const promotionId = promotionIdOf(unit, wanted.paymentId)
    const command = { type: 'lockRevocation', promotionId, ...wanted, available } as const
    return tellPromotion(unit, promotionId, command, cause)
  })
  messaging.nudge()
  if (handled.kind === 'refused') throw new Error(`a lock is never refused: ${handled.refusal.code}`)
  const { revoked, shortfall } = handled.state
  return { revoked, shortfall }
}

export function serveLockRevocation(ports: PromotionPorts, nats: NatsConnection): Promise<{ stop(): Promise<void> }> {
  const { min, max } = ports.settings.delayMs
  return serve(
    nats,
    {
      context: 'promotion',
      endpoint: 'lockRevocation',
      callers: ['payment'],
      request: LockRequest,
      async handle(request) {
        const reply = await lockRevocation(ports, request)
        // After the commit: a caller that gave up must be answered the same when it asks again.
        if (max > 0) await delay(min + Math.random() * (max - min))
        return reply
      },
    },
    (error) => ports.log.error({ err: error }, 'lockRevocation failed'),
  )
}
