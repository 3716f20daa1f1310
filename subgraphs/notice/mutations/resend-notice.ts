import { sql } from 'kysely'
import { z } from 'zod'
import type { ResendNoticeInput, ResendNoticePayload } from '../generated/resolvers.ts'
import type { NoticePorts } from '../ports.ts'
import { readDelivery } from '../queries/deliveries.ts'
import { userError } from '../user-errors.ts'

const Id = z.uuid().toLowerCase()

/** A librarian knows better: what failed, or may have been sent, begins anew. */
export async function resendNotice(
  { db, telling }: Pick<NoticePorts, 'db' | 'telling'>,
  { deliveryId }: ResendNoticeInput,
): Promise<ResendNoticePayload> {
  const { data: id } = Id.safeParse(deliveryId)
  const again =
    id !== undefined &&
    (await db
      .updateTable('delivery')
      .set({ status: 'PENDING', reason: null, attempts: 0, first_sent_at: null, due_at: sql`now()` })
      .where('id', '=', id)
      .where('status', 'in', ['FAILED', 'UNKNOWN'])
      .returning('id')
      .executeTakeFirst())
  if (again) telling.wake()
  const delivery = id === undefined ? undefined : await readDelivery(db, id)
  if (delivery === undefined)
    return { delivery: null, userErrors: [userError('DELIVERY_NOT_FOUND', 'There is no such delivery.', 'deliveryId')] }
  const why = 'The delivery was sent, is on its way, or is not wanted any more.'
  return { delivery, userErrors: again ? [] : [userError('DELIVERY_NOT_FAILED', why, 'deliveryId')] }
}
