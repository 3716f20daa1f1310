import type { Kysely } from 'kysely'
import { isBookHeard } from './book-heard.ts'
import type { RentDatabase } from './database.ts'
import { barOf } from './member/state.ts'
import type { RentPorts } from './ports.ts'
import type { RenewalFacts } from './rental/language.ts'
import { readStoredRenewalFacts } from './sql/renewal.ts'

/** What the renewal of each of these rentals depends on, in one statement. */
export async function readRenewalFacts(
  rent: RentPorts,
  db: Kysely<RentDatabase>,
  rentalIds: readonly string[],
): Promise<(rentalId: string) => RenewalFacts> {
  const stored = await readStoredRenewalFacts(db, rentalIds)
  const sameForAll = { fresh: isBookHeard(rent), lastPart: rent.settings.renewableLastPart }
  return (rentalId) => {
    const { holdsWaiting = 0, member, now } = stored.get(rentalId) ?? {}
    return { holdsWaiting, bar: member && now && barOf(member, 'RENEW', now), ...sameForAll }
  }
}
