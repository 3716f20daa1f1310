import { z } from 'zod'
import type { NatsConnection } from '@ebook/nats/connection'
import { serve } from '@ebook/nats/service'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { accountOf, fetchLots } from '../account.ts'
import { fetchPoints } from '../fetch-points.ts'
import type { PromotionPorts } from '../ports.ts'
import { tellSpend } from '../spend-aggregate.ts'
import { AskedByPayment, causeOf, inItsTime } from './asked-by-payment.ts'

const SpendRequest = AskedByPayment.extend({ points: z.int().positive() })
type SpendRequest = z.infer<typeof SpendRequest>

/** `available`: what could be spent on it. */
type SpendReply = { readonly outcome: 'SPENT' } | { readonly outcome: 'INSUFFICIENT'; readonly available: number }

/**
 * Takes points that pay for something: once per payment, all of them or none. The same payment again has the same
 * answer; for one that has ended, nothing is available any more.
 */
async function spendPoints({ db, messaging }: PromotionPorts, request: SpendRequest): Promise<SpendReply> {
  const { paymentId, rentalId, userId, points } = request
  const handled = await inUnitOfWork(db, async (unit) => {
    await Promise.all([fetchPoints(unit, [request]), fetchLots(unit, userId)])
    const { available, lots } = accountOf(unit, userId)
    const batches = lots.map(({ earnedDate, points: left }) => ({ earnedDate, points: left }))
    const command = { type: 'spendPoints', paymentId, rentalId, userId, points, available, batches } as const
    return tellSpend(unit, command, causeOf(request))
  })
  messaging.nudge()
  if (handled.kind === 'refused') return { outcome: 'INSUFFICIENT', available: handled.refusal.available }
  return handled.state.status === 'SPENT' ? { outcome: 'SPENT' } : { outcome: 'INSUFFICIENT', available: 0 }
}

export function serveSpendPoints(ports: PromotionPorts, nats: NatsConnection): Promise<{ stop(): Promise<void> }> {
  return serve(
    nats,
    {
      context: 'promotion',
      endpoint: 'spendPoints',
      callers: ['payment'],
      request: SpendRequest,
      handle: inItsTime(ports, (request: SpendRequest) => spendPoints(ports, request)),
    },
    (error) => ports.log.error({ err: error }, 'spendPoints failed'),
  )
}
