import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { knownRequest, tellRequest } from './request-aggregate.ts'
import type { RequestCommand } from './request/language.ts'
import { tellTitle } from './title-aggregate.ts'
import type { ReleaseCause } from './title/language.ts'
import { takeWish } from './wishes.ts'

/**
 * What a rental that has ended leaves behind: its seat is free, and its case is withdrawn or closed. Keyed by the rental,
 * so that doing it twice, or after the seat went to somebody else, touches nobody. Fetch its case first.
 */
export async function endOfRental(
  unit: UnitOfWork<BookDatabase>,
  { rentalId, bookId }: { readonly rentalId: string; readonly bookId: string },
  release: ReleaseCause,
  command: Extract<RequestCommand, { type: 'withdraw' | 'close' }>,
  cause: Cause,
  { inVain = false }: { readonly inVain?: boolean } = {},
): Promise<void> {
  takeWish(unit, { rentalId, bookId })
  await tellTitle(unit, bookId, { type: 'releaseSeat', rentalId, cause: release, inVain }, cause)
  const known = knownRequest(unit, rentalId)
  // A cancellation that is early leaves a tombstone; an end of loan that is early has nothing to close.
  if (known || command.type === 'withdraw') await tellRequest(unit, rentalId, command, cause)
}
