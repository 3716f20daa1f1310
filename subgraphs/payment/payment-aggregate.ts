import { randomUUID } from 'node:crypto'
import { begin, handleCommand, keep, load, statesOf, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { newId } from '@ebook/chassis/new-id'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { PaymentDatabase } from './database.ts'
import { Paid, PayDeclined, PaymentActionRequired, PayVoided, Refunded, RefundFailed } from './events.ts'
import { taskKindOf } from './payment-task.ts'
import { decide } from './payment/decide.ts'
import type { PaymentCommand, PaymentEvent, PaymentRefusal } from './payment/language.ts'
import { entriesOf } from './payment/ledger.ts'
import { evolve, refundedPayment, refundKey, type Payment } from './payment/state.ts'
import { enterInLedger } from './sql/ledger.ts'
import { loadPayments, loadPaymentsOf, savePayments } from './sql/payment.ts'
import { keepTasks } from './sql/tasks.ts'

const paymentAggregate: Aggregate<PaymentDatabase, PaymentCommand, PaymentEvent, Payment, PaymentRefusal> = {
  type: 'Payment',
  producer: 'payment',
  load: loadPayments,
  save: savePayments,
  decide,
  evolve,
  publish,
}

export type HandledPayment = Handled<Payment, PaymentEvent, PaymentRefusal>

type Unit = UnitOfWork<PaymentDatabase>

/** Locks payments that will be told something, all at once. */
export const fetchPayments = (unit: Unit, told: readonly { readonly paymentId: string }[]): Promise<void> =>
  load(
    unit,
    paymentAggregate,
    told.map(({ paymentId }) => paymentId),
  )

/** Locks every payment of the rentals, and that there are no others. */
export async function fetchPaymentsOf(unit: Unit, told: readonly { readonly rentalId: string }[]): Promise<void> {
  const rentalIds = told.map(({ rentalId }) => rentalId)
  await keep(unit, paymentAggregate, await loadPaymentsOf(unit.tx, rentalIds))
}

/** Those of a rental whose payments were fetched, in the order of the attempts. */
export const paymentsOf = (unit: Unit, rentalId: string): readonly Payment[] =>
  statesOf(unit, paymentAggregate)
    .filter((payment) => payment.rentalId === rentalId)
    .toSorted((one, other) => one.attemptNo - other.attemptNo)

/** An id for a payment that there is none of yet. */
export function newPayment(unit: Unit): string {
  const id = newId()
  begin(unit, paymentAggregate, id)
  return id
}

/**
 * Tells a payment something: its row, its history, what others hear, the ledger, and what is to be done next are one.
 * `leaseMs`: the caller does the next step itself, and has so long before others may.
 */
export async function tellPayment(
  unit: Unit,
  paymentId: string,
  commandAt: (now: Date) => PaymentCommand,
  cause: Cause,
  leaseMs = 0,
): Promise<HandledPayment> {
  const handled = await handleCommand(unit, paymentAggregate, paymentId, commandAt, cause)
  if (handled.kind === 'refused' || handled.events.length === 0) return handled
  for (const event of handled.events) {
    const transactionId = randomUUID()
    const lines = entriesOf(event).map((line) => ({ ...line, transactionId, paymentId }))
    if (lines.length > 0) unit.write(enterInLedger, ...lines)
  }
  unit.write(keepTasks, { paymentId, kind: taskKindOf(handled.state), cause, leaseMs })
  return handled
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: PaymentEvent, payment: Payment) {
  const { id: paymentId, rentalId, userId, bookId, rentalFee, pointsToUse, pointsUsed, attemptNo } = payment
  // Asked for, and perhaps taken by a call whose answer is still to come: promotion gives back what it has taken.
  const ended = { rentalId, ...(pointsToUse > 0 && { userId, pointsToReturn: pointsToUse }) }
  switch (event.type) {
    case 'Paid': {
      const amounts = { rentalFee, pointsUsed, chargedAmount: event.chargedAmount }
      return messageOf(Paid, {
        paymentId,
        rentalId,
        userId,
        bookId,
        ...amounts,
        attemptNo,
        paidDate: event.paidDate.toISOString(),
      })
    }
    case 'PaymentActionRequired': {
      const expiresAt = event.expiresAt.toISOString()
      return messageOf(PaymentActionRequired, { paymentId, rentalId, userId, bookId, attemptNo, expiresAt })
    }
    case 'PayDeclined':
      return messageOf(PayDeclined, { paymentId, ...ended, attemptNo, reasonCode: event.reasonCode })
    case 'PayVoided':
      return messageOf(PayVoided, { paymentId, ...ended })
    case 'RentalVoided':
      return messageOf(PayVoided, { paymentId: null, ...ended })
    case 'Refunded': {
      const { refundId, refundAttempt, refund } = refundOf(payment)
      return messageOf(Refunded, {
        paymentId,
        rentalId,
        refundId,
        refundAttempt,
        amount: event.amount,
        refundedDate: event.refundedDate.toISOString(),
        reason: refund.reason,
        pointsRevoked: refund.pointsRevoked,
        // Of the payment, by now.
        pointsReturned: payment.pointsReturned,
        pointShortfall: refund.pointShortfall,
        ...(refund.keepLoan && { keepLoan: true }),
      })
    }
    case 'RefundFailed': {
      const { refundId, refundAttempt } = refundOf(payment)
      const { errorCode, wasRefunded } = event
      return messageOf(RefundFailed, { paymentId, rentalId, refundId, refundAttempt, errorCode, wasRefunded })
    }
    case 'PaymentRequested':
    case 'PointsTaken':
    case 'WrongChargeFound':
    case 'VoidRequested':
    case 'RefundStarted':
    case 'PointsLocked':
    case 'Anonymised':
      return undefined
  }
}

function refundOf(payment: Payment) {
  const { id, refund } = refundedPayment(payment)
  return { refundId: refundKey(id, refund.attempt), refundAttempt: refund.attempt, refund }
}
