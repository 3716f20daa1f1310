import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeWrite } from '@ebook/nats/store-write'
import type { LedgerLine } from '../payment/ledger.ts'

/** A line of a transaction, whose lines add up to zero. */
export interface Entry extends LedgerLine {
  readonly transactionId: string
  readonly paymentId: string
}

/** A payment is charged once: a second charge violates ledger_line_one_charge. */
export const enterInLedger = storeWrite('payment/enter-in-ledger', (entries: readonly Entry[]) =>
  insertRows('ledger_line', ['transaction_id', 'payment_id', 'kind', 'account', 'amount'], entries.map(rowOf)),
)
