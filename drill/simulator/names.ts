import type { StreamedEvent } from './broker.ts'
import { isMember } from './opening.ts'
import type { World } from './world.ts'

/** `rental 2`: the second one that was applied for; and likewise what belongs to it. */
export function aliasOf(world: World, id: string): string {
  const { rent, payment, promotion, book } = world.databases
  const index = rent.tables.rental.rows.findIndex((row) => row.id === id)
  if (index >= 0) return `rental ${index + 1}`
  const paid = payment.tables.payment.get(id)
  if (paid) return `payment ${paid.attempt_no} of ${aliasOf(world, paid.rental_id)}`
  const granted = promotion.tables.promotion.get(id)
  if (granted) return `the points of ${aliasOf(world, granted.payment_id)}`
  const { hold, licence, title } = book.tables
  const waits = hold.get(id)
  if (waits) {
    if (!isMember(waits.user_id)) return `place ${waits.seq} in line for ${aliasOf(world, waits.book_id)}`
    // By member and title, so that what others do gives nobody another name.
    const before = hold.rows.filter(({ user_id, book_id }) => user_id === waits.user_id && book_id === waits.book_id)
    return `${waits.user_id}'s hold ${before.indexOf(waits) + 1} on ${aliasOf(world, waits.book_id)}`
  }
  const lentBy = licence.get(id)
  if (lentBy && title.get(id) === undefined) {
    const mine = licence.rows.filter(({ book_id }) => book_id === lentBy.book_id)
    return `licence ${mine.indexOf(lentBy) + 1} of ${aliasOf(world, lentBy.book_id)}`
  }
  return title.get(id)?.title ?? id
}

/** `Paid of payment 1 of rental 2`, with the version where an aggregate says the same more than once. */
export function nameOfEvent(world: World, event: StreamedEvent): string {
  const said = event.type.split('.')[2] ?? event.type
  return `${said} (version ${event.aggregateversion}) of ${aliasOf(world, event.subject)}`
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What a call is about, by the first id that it names. */
export function aboutOf(world: World, text: string): string {
  const id = text.split(/[^0-9a-f-]/).find((part) => ID.test(part))
  return id === undefined ? text : aliasOf(world, id)
}
