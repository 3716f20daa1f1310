import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Cause } from '@ebook/nats/outbox'
import type { PromotionPorts } from '../ports.ts'

/**
 * What every request of the synchronous edge payment → promotion says, as promotion understands it (payment has its own
 * schema of the same).
 */
export const AskedByPayment = z.object({
  paymentId: z.uuid().lowercase(),
  rentalId: z.uuid().lowercase(),
  userId: z.string().min(1),
  correlationId: z.string().min(1),
  causationId: z.string().min(1),
  actor: z.templateLiteral([z.enum(['MEMBER', 'ADMIN']), ':', z.string().min(1)]).or(z.literal('SYSTEM')),
  traceparent: z.string().optional(),
})

export const causeOf = ({ correlationId, causationId, actor, traceparent }: z.infer<typeof AskedByPayment>): Cause => ({
  correlationId,
  causationId,
  actor,
  traceparent,
})

/** Its answer, as late as PROMOTION_SIMULATOR_DELAY_MS says. */
export const inItsTime =
  <Request, Reply>({ settings }: PromotionPorts, answer: (request: Request) => Promise<Reply>) =>
  async (request: Request): Promise<Reply> => {
    const reply = await answer(request)
    const { min, max } = settings.delayMs
    // After the commit: a caller that gave up must be answered the same when it asks again.
    if (max > 0) await delay(min + Math.random() * (max - min))
    return reply
  }
