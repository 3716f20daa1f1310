import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import { awaitPayment, findReady } from '../await-payment.ts'
import type { BookDatabase } from '../database.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  bookId: z.uuid(),
  userId: z.string(),
  payUntil: z.iso.datetime({ offset: true }),
})

/** The member may pay for longer: a seat that waits for that waits as long (W4). */
export const whenPayUntilRaised = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.PayUntilRaised.v1', Expected, awaitPayment, findReady)
