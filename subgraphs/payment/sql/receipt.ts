import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
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
export async function keepReceipts(tx: Transaction<PaymentDatabase>, payments: readonly Payment[]): Promise<void> {
  const receipts = payments.flatMap((payment) => (payment.paidDate === null ? [] : [{ id: randomUUID(), payment }]))
  if (receipts.length === 0) return
  await insertRows('receipt', COLUMNS, receipts.map(receiptRow)).execute(tx)
  const sealed = receipts.map(({ id, payment }) => ({ payment_id: payment.id, receipt_id: id }))
  await insertRows('sealed.payment_of_receipt', ['payment_id', 'receipt_id'], sealed).execute(tx)
}

function receiptRow({ id, payment }: { readonly id: string; readonly payment: Payment }) {
  const { userId, method, rentalFee, chargedAmount, pointsUsed, pointsReturned, paidDate, refund } = payment
  return rowOf({
    id,
    ...{ userId, method, rentalFee, chargedAmount, pointsUsed, pointsReturned },
    refundedAmount: refundedAmountOf(payment),
    paidOn: paidDate === null ? null : day(paidDate),
    refundedOn: refund?.refundedDate ? day(refund.refundedDate) : null,
  })
}
