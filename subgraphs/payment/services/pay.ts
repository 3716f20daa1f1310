import { z } from 'zod'
import type { NatsConnection } from '@ebook/nats/connection'
import type { Cause } from '@ebook/nats/outbox'
import { serve } from '@ebook/nats/service'
import { newestEventOf } from '@ebook/nats/sql/newest-event'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { fetchPaymentsOf, newPayment, paymentsOf, tellPayment } from '../payment-aggregate.ts'
import { taskKindOf } from '../payment-task.ts'
import { LIVE, nextStepOf, waitsForPoints, type Payment } from '../payment/state.ts'
import type { PaymentPorts } from '../ports.ts'
import { settlePayment } from '../settle-payment.ts'

/** The synchronous edge rent → payment, as payment understands it (rent has its own schema of the same). */
export const PayRequest = z
  .object({
    rentalId: z.uuid().lowercase(),
    userId: z.string().min(1),
    bookId: z.uuid().lowercase(),
    rentalFee: z.int().nonnegative(),
    /** How much of the fee points are to pay. */
    pointsToUse: z.int().nonnegative().default(0),
    attemptNo: z.int().positive(),
    key: z.string(),
    correlationId: z.string().min(1),
    causationId: z.string().min(1),
    actor: z.templateLiteral([z.enum(['MEMBER', 'ADMIN']), ':', z.string().min(1)]).or(z.literal('SYSTEM')),
    traceparent: z.string().optional(),
  })
  .refine(({ key, rentalId, attemptNo }) => key === `${rentalId}:${attemptNo}`, {
    path: ['key'],
    error: 'is not of this attempt',
  })
  .refine(({ pointsToUse, rentalFee }) => pointsToUse <= rentalFee, {
    path: ['pointsToUse'],
    error: 'is more than the fee',
  })
export type PayRequest = z.infer<typeof PayRequest>

type Outcome =
  | {
      readonly outcome: 'PAID'
      readonly paymentId: string
      readonly chargedAmount: number
      readonly pointsUsed: number
      readonly paidDate: string
    }
  | {
      readonly outcome: 'DECLINED'
      readonly paymentId: string
      readonly attemptNo: number
      readonly reasonCode: string
    }
  /** There is no answer yet, of promotion (`waitsFor`) or of the provider; Paid or PayDeclined will be said when there is. */
  | { readonly outcome: 'PENDING'; readonly paymentId: string; readonly waitsFor: 'POINTS' | 'PROVIDER' }
  /** The member has to act first, on a page that only they are shown. */
  | {
      readonly outcome: 'ACTION_REQUIRED'
      readonly paymentId: string
      readonly attemptNo: number
      readonly expiresAt: string
    }
  | { readonly outcome: 'RENT_CANCELED' }

/** `eventIds`: the events that the answer rests on, for members who want to see their payment everywhere. */
export type PayReply = Outcome & { readonly eventIds: readonly string[] }

/** The key was used before for another fee, other points, another member or title: a bug of the caller, so nothing is answered. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused'
}

/**
 * Pays for one attempt. The same key again answers as the payment stands then, also while the first one is under way:
 * one row, one charge. The row is committed before the provider is asked.
 */
function createPay(ports: PaymentPorts): (request: PayRequest) => Promise<PayReply> {
  const underway = new Map<string, Promise<PayReply>>()
  return async (request) => {
    const running = underway.get(request.key)
    if (running) return running
    const reply = pay(ports, request).finally(() => underway.delete(request.key))
    underway.set(request.key, reply)
    return reply
  }
}

async function pay(ports: PaymentPorts, request: PayRequest): Promise<PayReply> {
  const { correlationId, causationId, actor, traceparent } = request
  const cause: Cause = { correlationId, causationId, actor, traceparent }
  let opened
  // What gave way is no longer live when the next attempt begins: a transaction for each.
  do opened = await open(ports, request, cause)
  while (opened === 'superseded')
  if (opened === undefined) return { outcome: 'RENT_CANCELED', eventIds: [] }
  ports.messaging.nudge()
  const { payment, isNew } = opened
  if (!isNew || payment.status !== 'REQUESTED') return replyOf(ports, payment)
  const kind = taskKindOf(payment) ?? 'CHARGE'
  const settled = await settlePayment(ports, payment, { paymentId: payment.id, kind, tries: 0, cause }, false)
  return replyOf(ports, settled.payment, settled.eventIds)
}

async function replyOf({ db }: PaymentPorts, payment: Payment, said: readonly string[] = []): Promise<PayReply> {
  const hasAnswer = payment.status !== 'REQUESTED' || payment.action !== null
  const eventIds = said.length === 0 && hasAnswer ? await newestEventOf(db, 'Payment', payment.id) : said
  return { ...outcomeOf(payment), eventIds }
}

/**
 * The payment is written down before anybody is asked (P1). Undefined when the rental was canceled. A next attempt
 * supersedes one that still waits for its points (P1c).
 */
async function open(
  { db, leaseMs }: PaymentPorts,
  request: PayRequest,
  cause: Cause,
): Promise<{ payment: Payment; isNew: boolean } | 'superseded' | undefined> {
  return inUnitOfWork(db, async (unit) => {
    await fetchPaymentsOf(unit, [request])
    const payments = paymentsOf(unit, request.rentalId)
    const before = payments.find(({ key }) => key === request.key) ?? payments.find(isLive)
    if (before && before.attemptNo < request.attemptNo && waitsForPoints(before)) {
      await tellPayment(unit, before.id, () => ({ type: 'supersedePayment' }), cause)
      return 'superseded'
    }
    if (before) return { payment: same(before, request), isNew: false }
    // A call that comes late, of an attempt that the member gave up for the next one: it takes nothing any more.
    const later = payments.find(({ attemptNo }) => attemptNo > request.attemptNo)
    if (later) return { payment: same(later, request), isNew: false }
    const { rentalId, userId, bookId, rentalFee, pointsToUse, attemptNo, key } = request
    const paymentId = newPayment(unit)
    const rentalCanceled = payments.some(
      ({ status, voidRequestedFor }) => status === 'VOIDED' || voidRequestedFor !== null,
    )
    const asked = { paymentId, rentalId, userId, bookId, rentalFee, pointsToUse, attemptNo, key, rentalCanceled }
    const commandAt = (now: Date) => ({ type: 'requestPayment', ...asked, now }) as const
    const handled = await tellPayment(unit, paymentId, commandAt, cause, leaseMs)
    return handled.kind === 'refused' ? undefined : { payment: handled.state, isNew: true }
  })
}

const isLive = ({ status }: Payment): boolean => LIVE.some((live) => live === status)

function same(payment: Payment, { rentalFee, pointsToUse, userId, bookId, key }: PayRequest): Payment {
  const isSameRental = payment.rentalFee === rentalFee && payment.userId === userId && payment.bookId === bookId
  // Of another attempt, which lives, the points are that one's.
  if (isSameRental && (payment.key !== key || payment.pointsToUse === pointsToUse)) return payment
  throw new KeyReused(`${key} was used for another payment than is asked for now`)
}

function outcomeOf(payment: Payment): Outcome {
  const { id: paymentId, attemptNo, chargedAmount, pointsUsed } = payment
  switch (payment.status) {
    case 'REQUESTED':
      if (payment.action !== null && nextStepOf(payment) === 'AWAIT_MEMBER') {
        return { outcome: 'ACTION_REQUIRED', paymentId, attemptNo, expiresAt: payment.action.expiresAt.toISOString() }
      }
      return { outcome: 'PENDING', paymentId, waitsFor: waitsForPoints(payment) ? 'POINTS' : 'PROVIDER' }
    case 'DECLINED':
      return { outcome: 'DECLINED', paymentId, attemptNo, reasonCode: payment.declineReason }
    case 'VOIDED':
      return { outcome: 'RENT_CANCELED' }
    case 'PAID':
    case 'REFUNDING':
    case 'REFUNDED':
    case 'REFUND_FAILED':
      // What became of the money afterwards is said in events; the attempt itself was paid.
      return { outcome: 'PAID', paymentId, chargedAmount, pointsUsed, paidDate: payment.paidDate.toISOString() }
  }
}

/** Takes the fee of a rental, once per attempt. */
export function servePay(ports: PaymentPorts, nats: NatsConnection): Promise<{ stop(): Promise<void> }> {
  return serve(
    nats,
    {
      context: 'payment',
      endpoint: 'pay',
      callers: ['rent'],
      request: PayRequest,
      handle: createPay(ports),
    },
    (error) => ports.log.error({ err: error }, 'pay failed'),
  )
}
