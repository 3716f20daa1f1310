import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { PromotionDatabase } from '../database.ts'

/** A payment of a rental that earned points, or was made with some. */
export interface PointsOfRental {
  readonly paymentId: string
  readonly userId: string
}

export const pointsOfRental = storeOperation(
  'promotion/points-of-rental',
  async (tx: Transaction<PromotionDatabase>, rentalId: string): Promise<readonly PointsOfRental[]> => {
    const { rows } = await sql<PointsOfRental>`
    select payment_id as "paymentId", user_id as "userId" from promotion where rental_id = ${rentalId}
    union select payment_id, user_id from spend where rental_id = ${rentalId}
    order by "paymentId"`.execute(tx)
    return rows
  },
)

/** The member's account keeps its lines; what they were for is a random reference from now on. */
export const detachEntries = storeOperation(
  'promotion/detach-entries',
  async (tx: Transaction<PromotionDatabase>, paymentId: string): Promise<void> => {
    const reference = randomUUID()
    await sql`
    update point_entry set payment_id = ${reference}, rental_id = ${reference}
    where payment_id = ${paymentId}`.execute(tx)
  },
)
