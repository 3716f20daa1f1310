import type { RenewalOffer } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { readRenewalFacts } from '../renewal-facts.ts'
import { renewalOf } from '../rental/renewal.ts'
import { isReadable } from '../rental/state.ts'
import { readVisibleRentals } from '../sql/rental.ts'
import { userErrorOf } from '../user-errors.ts'

/** What a press on "renew" would do, for those of the rentals that are on loan. */
export async function readRenewals(
  rent: RentPorts,
  rentalIds: readonly string[],
): Promise<ReadonlyMap<string, RenewalOffer>> {
  const [read, factsOf] = await Promise.all([
    readVisibleRentals(rent.db, rentalIds, 'all'),
    readRenewalFacts(rent, rent.db, rentalIds),
  ])
  return new Map(
    read.flatMap(({ rental, now }): [string, RenewalOffer][] => {
      if (rental.status !== 'APPROVED' || !isReadable(rental, now)) return []
      const renewal = renewalOf(rental, factsOf(rental.id), now)
      return 'code' in renewal
        ? [[rental.id, { possible: false, until: null, why: userErrorOf(renewal) }]]
        : [[rental.id, { possible: true, until: renewal.dueAt, why: null }]]
    }),
  )
}
