import type { StoreWrite } from '@ebook/nats/store-write'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from './database.ts'
import { defaultPreferences, type Member } from './member.ts'
import type { Telling } from './ports.ts'
import { newRental, type Rental } from './rental.ts'
import { keepTitles, loadTitles, type Title } from './sql/lending.ts'
import { keepRentals, loadMembers, loadRentals, lockRentals, type KnownMember } from './sql/rentals.ts'

type Unit = UnitOfWork<NoticeDatabase>

/** Of what is read about events beforehand; whose a rental is, only its first event says. */
interface Concerned {
  readonly rentalId?: string
  readonly userId?: string
  readonly bookId?: string
}

/** Rentals with their members, members, and titles, for a whole batch of events at once; and the time. */
export async function fetchConcerned(unit: Unit, concerned: readonly Concerned[]): Promise<void> {
  const those = (id: keyof Concerned) => [...new Set(concerned.flatMap((one) => one[id] ?? []))]
  const [rentalIds, userIds, bookIds] = [those('rentalId'), those('userId'), those('bookId')]
  const [, { now, rentals }, members, titles] = await Promise.all([
    lockRentals(unit.tx, rentalIds),
    loadRentals(unit.tx, rentalIds),
    loadMembers(unit.tx, rentalIds, userIds),
    bookIds.length > 0 ? loadTitles(unit.tx, bookIds) : [],
  ])
  unit.tellTime(now)
  for (const rental of rentals) found(unit, keepRentals, rental.id, rental)
  for (const title of titles) found(unit, keepTitles, title.bookId, title)
  const known = unit.known<KnownMember>(loadMembers)
  for (const [userId, member] of members) known.set(userId, member)
}

/** Something that may be changed, and whether it is going to be written. */
interface Thing<T> {
  readonly it: T
  isWritten: boolean
}

/** What was read, unless another policy of the batch has read it before. */
function found<T>(unit: Unit, write: StoreWrite<T>, id: string, it: T): void {
  const things = unit.known<Thing<T>>(write)
  if (!things.has(id)) things.set(id, { it, isWritten: false })
}

/** Something by its id, new if nobody knows it, to be changed: it is written once, when the unit of work ends. */
export function changed<T>(unit: Unit, write: StoreWrite<T>, id: string, make: () => T): T {
  const things = unit.known<Thing<T>>(write)
  const thing = things.get(id) ?? { it: make(), isWritten: false }
  things.set(id, thing)
  if (!thing.isWritten) unit.write(write, thing.it)
  thing.isWritten = true
  return thing.it
}

/** The rental that an event is about, as far as it is known. */
export const rentalOf = (unit: Unit, rentalId: string): Rental =>
  unit.known<Thing<Rental>>(keepRentals).get(rentalId)?.it ?? newRental(rentalId)

/** The same to be changed. */
export const changedRental = (unit: Unit, rentalId: string): Rental =>
  changed(unit, keepRentals, rentalId, () => newRental(rentalId))

/** What a title is called; null as long as nobody has said. */
export const titleOf = (unit: Unit, bookId: string): string | null =>
  unit.known<Thing<Title>>(keepTitles).get(bookId)?.it.title ?? null

/** Somebody with what they chose, or what there is for who did not. */
export function memberOf(unit: Unit, userId: string, telling: Telling): Member {
  const known = unit.known<KnownMember>(loadMembers).get(userId)
  const { contacts, devices } = known ?? { contacts: {}, devices: [] }
  // One is chosen with the others.
  const chosen = known?.locale == null ? undefined : (known as Member)
  return { ...defaultPreferences(telling.locale, telling.timeZone), ...chosen, contacts, devices }
}
