import { sql, type Kysely } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'

/**
 * The events that a rental rests on as it stands: the last that it said itself, and the one by which payment answered
 * the last request to pay. An answer of a payment that does not say its events yet has the same cause as the request.
 */
export const eventsBehindRental = storeOperation(
  'rent/events-behind-rental',
  async (db: Kysely<RentDatabase>, rentalId: string): Promise<readonly string[]> => {
    const { rows } = await sql<{ event_id: string }>`
      (select event_id::text from outbox where aggregate_type = 'Rental' and aggregate_id = ${rentalId}
        order by aggregate_version desc limit 1)
      union all
      (select answer.causation_id from history answer
        where answer.aggregate_type = 'Rental' and answer.aggregate_id = ${rentalId}
          and answer.event_type in ('PaymentConfirmed', 'PaymentDeclined')
          and not exists (
            select from history asked
            where asked.aggregate_type = 'Rental' and asked.aggregate_id = ${rentalId}
              and asked.event_type = 'PaymentRequested' and asked.causation_id = answer.causation_id)
        order by answer.seq desc limit 1)`.execute(db)
    return rows.map(({ event_id }) => event_id)
  },
)
