import type { Transaction } from 'kysely'
import type { Cause } from '@ebook/nats/outbox'
import type { BookDatabase } from './database.ts'
import { tellRequest } from './request-aggregate.ts'
import type { RequestCommand } from './request/language.ts'
import { titleOfRequest } from './sql/request.ts'
import { tellTitle } from './title-aggregate.ts'
import type { ReleaseCause } from './title/language.ts'

/**
 * What a rental that has ended leaves behind: its seat is free, and its case is withdrawn or closed. Keyed by the rental,
 * so that doing it twice, or after the seat went to somebody else, touches nobody. Title first, then request: the order
 * of locks everywhere.
 */
export async function endOfRental(
  tx: Transaction<BookDatabase>,
  { rentalId, bookId }: { readonly rentalId: string; readonly bookId: string },
  release: ReleaseCause,
  command: Extract<RequestCommand, { type: 'withdraw' | 'close' }>,
  cause: Cause,
): Promise<void> {
  await tellTitle(tx, bookId, { type: 'releaseSeat', rentalId, cause: release }, cause)
  const known = await titleOfRequest(tx, rentalId)
  // A cancellation that is early leaves a tombstone; an end of loan that is early has nothing to close.
  if (known || command.type === 'withdraw') await tellRequest(tx, rentalId, command, cause)
}
