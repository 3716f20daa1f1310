import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { PaymentDatabase } from '../database.ts'
import { refundedAmountOf, type Payment } from '../payment/state.ts'

const COLUMNS = [
  'id',
  'user_id',
  'method',
  'rental_fee',
  'charged_amount',
  'points_used',
  'points_returned',
  'refunded_amount',
  'paid_on',
  'refunded_on',
] as const

const day = (date: Date): string => date.toISOString().slice(0, 'yyyy-mm-dd'.length)

/** What the books keep of payments whose rental is to be forgotten, under ids that say nothing; whose is whose is sealed. */
export const keepReceipts = storeOperation(
  'payment/keep-receipts',
  async (tx: Transaction<PaymentDatabase>, payments: readonly Payment[]): Promise<void> => {
    const receipts = receiptsOf(payments)
    if (receipts.length === 0) return
    const rows = receipts.map(({ row }) => row)
    await insertRows('receipt', COLUMNS, rows).execute(tx)
    const sealed = receipts.map(({ paymentId, row }) => ({ payment_id: paymentId, receipt_id: row.id }))
    await insertRows('sealed.payment_of_receipt', ['payment_id', 'receipt_id'], sealed).execute(tx)
  },
)

/** Of those that were paid. */
export const receiptsOf = (payments: readonly Payment[]) =>
  payments
    .filter(({ paidDate }) => paidDate !== null)
    .map((payment) => ({ paymentId: payment.id, row: receiptRow(payment) }))

function receiptRow(payment: Payment) {
  const { userId, method, rentalFee, chargedAmount, pointsUsed, pointsReturned, paidDate, refund } = payment
  return rowOf({
    id: randomUUID(),
    ...{ userId, method, rentalFee, chargedAmount, pointsUsed, pointsReturned },
    refundedAmount: refundedAmountOf(payment),
    paidOn: paidDate === null ? null : day(paidDate),
    refundedOn: refund?.refundedDate ? day(refund.refundedDate) : null,
  })
}
