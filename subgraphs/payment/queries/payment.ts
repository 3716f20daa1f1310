import { sql, type Kysely } from 'kysely'
import type { PaymentDatabase } from '../database.ts'
import type { LedgerLine, Payment as GraphqlPayment } from '../generated/resolvers.ts'
import { nextStepOf, refundedAmountOf, waitsForPoints, type Payment } from '../payment/state.ts'
import { readVisiblePayments, type Visible } from '../sql/payment.ts'

/** A payment as GraphQL shows it. Its ledger is left empty here: the field's own resolver reads it when it is asked for. */
export type PaymentView = GraphqlPayment

/** Those that are not there to be seen are left out, and so are tombstones. Where to pay only `viewer` sees, of their own. */
export async function readPayments(
  db: Kysely<PaymentDatabase>,
  ids: readonly string[],
  visible: Visible,
  viewer: string,
): Promise<PaymentView[]> {
  const read = await readVisiblePayments(db, ids, visible)
  return read.map(({ payment, nextTry }) => {
    return {
      id: payment.id,
      rentalId: payment.rentalId,
      status: payment.status,
      method: payment.method,
      attemptNo: payment.attemptNo,
      chargedAmount: payment.chargedAmount,
      refundedAmount: refundedAmountOf(payment),
      pointsUsed: payment.pointsUsed,
      pointsReturned: payment.pointsReturned,
      waitsForPoints: waitsForPoints(payment),
      paidDate: payment.paidDate,
      refundedDate: payment.refund?.refundedDate ?? null,
      refundRetryAfter: payment.status === 'REFUNDING' ? nextTry : null,
      action: payment.userId === viewer ? actionOf(payment) : null,
      ledger: [],
    }
  })
}

function actionOf(payment: Payment) {
  const { action } = payment
  return action && nextStepOf(payment) === 'AWAIT_MEMBER' ? { url: action.url, expiresAt: action.expiresAt } : null
}

/** The ledgers of payments that were found to be visible, in the order of booking. One statement. */
export async function readLedgers(
  db: Kysely<PaymentDatabase>,
  paymentIds: readonly string[],
): Promise<Map<string, LedgerLine[]>> {
  const rows = await db
    .selectFrom('ledger_line')
    .select(['payment_id', 'kind', 'account', 'amount', 'at as time'])
    .where('payment_id', '=', sql<string>`any(${paymentIds}::uuid[])`)
    .orderBy('seq')
    .execute()
  return Map.groupBy(rows, (row) => row.payment_id)
}
