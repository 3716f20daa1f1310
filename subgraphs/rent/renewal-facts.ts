import type { Kysely } from 'kysely'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { isBookHeard } from './book-heard.ts'
import type { RentDatabase } from './database.ts'
import { barOf } from './member/state.ts'
import type { RentPorts } from './ports.ts'
import { knownRental } from './rental-aggregate.ts'
import type { RenewalFacts } from './rental/language.ts'
import { lockLoansToRenew, readStoredRenewalFacts } from './sql/renewal.ts'

/** What the renewal of each of these rentals depends on, in one statement. */
export async function readRenewalFacts(
  rent: RentPorts,
  db: Kysely<RentDatabase>,
  rentalIds: readonly string[],
): Promise<(rentalId: string) => RenewalFacts> {
  const stored = await readStoredRenewalFacts(db, rentalIds)
  const sameForAll = { fresh: isBookHeard(rent), lastPart: rent.settings.renewableLastPart }
  return (rentalId) => {
    const { holdsWaiting = 0, loansToRenew = null, member, now } = stored.get(rentalId) ?? {}
    return { holdsWaiting, loansToRenew, bar: member && now && barOf(member, 'RENEW', now), ...sameForAll }
  }
}

/** The same of one that is about to be renewed, as they are while this unit of work has its lock. */
export async function factsToRenew(
  rent: RentPorts,
  unit: UnitOfWork<RentDatabase>,
  rentalId: string,
): Promise<RenewalFacts> {
  const rental = await knownRental(unit, rentalId)
  if (rental?.renewalCounts) await lockLoansToRenew(unit.tx, rental.bookId)
  return (await readRenewalFacts(rent, unit.tx, [rentalId]))(rentalId)
}
