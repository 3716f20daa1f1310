import { sql, type Kysely } from 'kysely'
import { Gauge } from 'prom-client'
import type { Registry } from '@ebook/chassis/metrics'
import type { PaymentDatabase } from './database.ts'

const UNSETTLED = ['REQUESTED', 'REFUNDING', 'REFUND_FAILED'] as const

/** Money that is on its way, and money that waits for a person (REFUND_FAILED), counted when the metrics are read. */
export function watchUnsettled(registry: Registry, db: Kysely<PaymentDatabase>): void {
  new Gauge({
    name: 'ebook_payments_unsettled',
    help: 'Payments that are not settled, by status; REFUND_FAILED waits for a librarian',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const rows = await db
        .selectFrom('payment')
        .select(['status', sql<string>`count(*)`.as('payments')])
        // Written out, for the index of those that are.
        .where(
          'status',
          'in',
          UNSETTLED.map((status) => sql.lit(status)),
        )
        .groupBy('status')
        .execute()
      const counted = new Map<string, string>(rows.map(({ status, payments }) => [status, payments]))
      for (const status of UNSETTLED) this.set({ status }, Number(counted.get(status) ?? 0))
    },
  })
}
