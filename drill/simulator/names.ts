import type { StreamedEvent } from './broker.ts'
import type { World } from './world.ts'

/** `rental 2`: the second one that was applied for; and likewise what belongs to it. */
export function aliasOf(world: World, id: string): string {
  const rentals = world.databases.rent.table('rental').rows
  const index = rentals.findIndex((row) => row['id'] === id)
  if (index >= 0) return `rental ${index + 1}`
  const payment = world.databases.payment.table('payment').rows.find((row) => row['id'] === id)
  if (payment) return `payment ${String(payment['attempt_no'])} of ${aliasOf(world, String(payment['rental_id']))}`
  const promotion = world.databases.promotion.table('promotion').rows.find((row) => row['id'] === id)
  if (promotion) return `the points of ${aliasOf(world, String(promotion['payment_id']))}`
  const title = world.databases.book.table('title').rows.find((row) => row['book_id'] === id)
  return title ? String(title['title']) : id
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
