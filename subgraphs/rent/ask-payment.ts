import type { Cause } from '@ebook/nats/outbox'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { UserError } from './generated/resolvers.ts'
import type { PayAnswer } from './payment-client.ts'
import type { RentPorts } from './ports.ts'
import { tellRental } from './rental-aggregate.ts'
import { viewOf, type RentalView } from './rental-view.ts'
import type { RentalCommand } from './rental/language.ts'
import type { Rental } from './rental/state.ts'
import { userErrorOf } from './user-errors.ts'

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 15_000
/** Beyond the call's own timeout: time to write its answer down before a timer takes the call for lost. */
const GRACE_MS = 2_000

/** When a call that begins at `now` and leaves no trace, because the process died, is to be made again. */
export function retryOfLostCall(rent: RentPorts, now: Date): Date {
  return new Date(now.getTime() + rent.settings.paymentTimeoutMs + GRACE_MS)
}

export interface Asked {
  readonly view: RentalView
  /** Of the payment's events and of those they led to. */
  readonly eventIds: readonly string[]
  /** Why the payment was declined, if the member could have known. */
  readonly userErrors: readonly UserError[]
}

/**
 * Asks payment about a rental whose PENDING attempt is committed, outside any transaction, and tells the rental the
 * answer in a second one. Whatever goes wrong on the way, the attempt stays committed and the timer asks again under
 * the same key: so it never rejects, and the member is shown the rental as it stands.
 */
export async function askPayment(rent: RentPorts, rental: Rental, now: Date, cause: Cause): Promise<Asked> {
  try {
    const answer = await rent.payment.pay(rental, cause)
    return await inUnitOfWork(rent.db, async (unit) => {
      const said = answer.outcome === 'DEFERRED' ? [] : answer.eventIds
      // As when the event itself tells it: sql/events-behind.ts finds it there when the request is repeated.
      const because = { ...cause, causationId: said.at(-1) ?? cause.causationId }
      const handled = await tellRental(unit, rental.id, (then) => commandOf(answer, rental, then), because)
      const appended = handled.kind === 'accepted' ? handled.eventIds : []
      const again = handled.state?.retryAfter
      if (again) rent.wake(again.getTime() - unit.now.getTime())
      const tooFew = answer.outcome === 'DECLINED' && answer.reasonCode === 'POINTS_INSUFFICIENT'
      return {
        view: viewOf(handled.state ?? rental, unit.now),
        eventIds: [...said, ...appended],
        userErrors: tooFew ? [userErrorOf({ code: 'POINTS_INSUFFICIENT' })] : [],
      }
    })
  } catch (error) {
    rent.log.error({ err: error, correlationId: rental.id }, 'the answer of payment could not be written down')
    return { view: viewOf(rental, now), eventIds: [], userErrors: [] }
  } finally {
    rent.messaging.nudge()
  }
}

function commandOf(answer: PayAnswer, { attemptNo, payCalls }: Rental, now: Date): RentalCommand {
  const deferPayment = { type: 'deferPayment', attemptNo, paymentId: null } as const
  const later = (atLeastMs: number) => new Date(now.getTime() + Math.max(atLeastMs, backoffMs(payCalls, Math.random())))
  switch (answer.outcome) {
    case 'PAID':
      return { type: 'confirmPayment', paymentId: answer.paymentId, chargedAmount: answer.chargedAmount }
    case 'DECLINED':
      return { type: 'declinePayment', ...answer, now }
    case 'PENDING':
      return { ...deferPayment, reason: 'UNDER_WAY', paymentId: answer.paymentId, retryAfter: later(0) }
    case 'ACTION_REQUIRED':
      // An earlier attempt waits for the member: this one cannot begin before that has ended.
      return answer.attemptNo === attemptNo
        ? { type: 'awaitMember', attemptNo, paymentId: answer.paymentId, expiresAt: new Date(answer.expiresAt), now }
        : { ...deferPayment, reason: 'UNDER_WAY', paymentId: answer.paymentId, retryAfter: later(0) }
    case 'RENT_CANCELED':
      // The rental is canceled already, and its end comes with PayVoided or Refunded.
      return { ...deferPayment, reason: 'FAILED', retryAfter: later(0) }
    case 'DEFERRED':
      return { ...deferPayment, reason: answer.reason, retryAfter: later(answer.retryAfterMs) }
  }
}

/** Exponential and capped; the jitter (0 to 1) keeps those that failed together from coming back together. */
export function backoffMs(payCalls: number, jitter: number): number {
  return Math.round(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (payCalls - 1)) * (0.5 + jitter / 2))
}
