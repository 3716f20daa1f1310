import type { Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { PaymentDatabase } from '../database.ts'
import type { LedgerLine } from '../payment/ledger.ts'

/** Lines that belong together: they add up to zero. */
export interface LedgerTransaction {
  readonly id: string
  readonly lines: readonly LedgerLine[]
}

/** Enters transactions of one payment. A payment is charged once: a second charge violates ledger_line_one_charge. */
export const enterInLedger = storeOperation(
  'payment/enter-in-ledger',
  async (
    tx: Transaction<PaymentDatabase>,
    paymentId: string,
    transactions: readonly LedgerTransaction[],
  ): Promise<void> => {
    const rows = transactions.flatMap(({ id, lines }) =>
      lines.map((line) => ({ ...line, transaction_id: id, payment_id: paymentId })),
    )
    await tx.insertInto('ledger_line').values(rows).execute()
  },
)
