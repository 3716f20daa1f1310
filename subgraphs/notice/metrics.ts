import { sql, type Kysely } from 'kysely'
import { Counter, Gauge } from 'prom-client'
import type { Registry } from '@ebook/chassis/metrics'
import type { NoticeDatabase } from './database.ts'
import type { Channel } from './facts.ts'

/** Messages by what became of them, and how long the first has waited that is due. Returns how one is counted. */
export function deliveryMetrics(
  registry: Registry,
  db: Kysely<NoticeDatabase>,
): (channel: Channel, outcome: string) => void {
  const deliveries = new Counter({
    name: 'ebook_notice_deliveries_total',
    help: 'Messages to members and staff, by channel and by what became of them',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
  })
  new Gauge({
    name: 'ebook_notice_oldest_due_seconds',
    help: 'For how long the first message is due that was not sent',
    registers: [registry],
    async collect() {
      const { rows } = await sql<{ seconds: number | null }>`
        select extract(epoch from now() - min(due_at))::float8 as seconds from delivery
        where status in ('PENDING', 'SENDING')`.execute(db)
      this.set(Math.max(0, rows[0]?.seconds ?? 0))
    },
  })
  return (channel, outcome) => deliveries.inc({ channel, outcome })
}
