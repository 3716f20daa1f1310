import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { handleCommand, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { PaymentDatabase } from './database.ts'
import { Paid, PayDeclined, PayVoided, Refunded, RefundFailed } from './events.ts'
import { keepTask } from './payment-task.ts'
import { decide } from './payment/decide.ts'
import type { PaymentCommand, PaymentEvent, PaymentRefusal } from './payment/language.ts'
import { entriesOf } from './payment/ledger.ts'
import { evolve, refundedPayment, refundKey, type Payment } from './payment/state.ts'
import { enterInLedger } from './sql/ledger.ts'
import { loadPayment, savePayment } from './sql/payment.ts'

const paymentAggregate: Aggregate<PaymentDatabase, PaymentCommand, PaymentEvent, Payment, PaymentRefusal> = {
  type: 'Payment',
  producer: 'payment',
  load: loadPayment,
  save: savePayment,
  decide,
  evolve,
  publish,
}

export type HandledPayment = Handled<Payment, PaymentEvent, PaymentRefusal>

/**
 * Tells a payment something, in the caller's transaction: its row, its history, what others hear, the ledger, and what
 * is to be done next are one. `leaseMs`: the caller does the next step itself, and has so long before others may.
 */
export async function tellPayment(
  tx: Transaction<PaymentDatabase>,
  id: string,
  command: PaymentCommand,
  cause: Cause,
  leaseMs = 0,
): Promise<HandledPayment> {
  const handled = await handleCommand(tx, paymentAggregate, id, command, cause)
  if (handled.kind === 'refused' || handled.events.length === 0) return handled
  const transactions = handled.events.map(entriesOf).filter((lines) => lines.length > 0)
  if (transactions.length > 0)
    await enterInLedger(
      tx,
      id,
      transactions.map((lines) => ({ id: randomUUID(), lines })),
    )
  await keepTask(tx, handled.state, cause, leaseMs)
  return handled
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: PaymentEvent, payment: Payment) {
  const { id: paymentId, rentalId, userId, bookId, rentalFee, attemptNo } = payment
  switch (event.type) {
    case 'Paid': {
      const { chargedAmount } = event
      const amounts = { rentalFee, pointsUsed: 0, chargedAmount }
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
    case 'PayDeclined':
      return messageOf(PayDeclined, { paymentId, rentalId, attemptNo, reasonCode: event.reasonCode })
    case 'PayVoided':
      return messageOf(PayVoided, { paymentId, rentalId })
    case 'RentalVoided':
      return messageOf(PayVoided, { paymentId: null, rentalId })
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
        pointsReturned: 0,
        pointShortfall: refund.pointShortfall,
      })
    }
    case 'RefundFailed': {
      const { refundId, refundAttempt } = refundOf(payment)
      const { errorCode, wasRefunded } = event
      return messageOf(RefundFailed, { paymentId, rentalId, refundId, refundAttempt, errorCode, wasRefunded })
    }
    case 'PaymentRequested':
    case 'VoidRequested':
    case 'RefundStarted':
    case 'PointsLocked':
      return undefined
  }
}

function refundOf(payment: Payment) {
  const { id, refund } = refundedPayment(payment)
  return { refundId: refundKey(id, refund.attempt), refundAttempt: refund.attempt, refund }
}
