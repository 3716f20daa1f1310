import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { forgetWishes, keepWishes, type HoldWish } from './sql/member.ts'
import { knownTitle } from './title-aggregate.ts'

type Unit = UnitOfWork<BookDatabase>

/** Remembers that the member of a rental wants to wait when its seat is gone, until that is known (W2). */
export function keepWish(unit: Unit, rental: Omit<HoldWish, 'isSettled'>): void {
  const wish = { ...rental, isSettled: false }
  unit.known<HoldWish>(keepWishes).set(rental.rentalId, wish)
  unit.write(keepWishes, wish)
}

/** Whether the rental's member wanted to wait: it is known now whether they have to. The title was fetched. */
export function takeWish(
  unit: Unit,
  { rentalId, bookId }: { readonly rentalId: string; readonly bookId: string },
): boolean {
  const fresh = unit.known<HoldWish>(keepWishes).get(rentalId)
  if (fresh !== undefined) {
    const wanted = !fresh.isSettled
    fresh.isSettled = true
    return wanted
  }
  const wanted = knownTitle(unit, bookId)?.wishes.includes(rentalId) ?? false
  if (wanted) unit.write(forgetWishes, rentalId)
  return wanted
}
