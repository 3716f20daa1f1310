import type { Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from './database.ts'
import type { Told } from './facts.ts'
import { KINDS } from './kinds.ts'
import { changedRental } from './known.ts'
import { note } from './note.ts'
import type { Telling } from './ports.ts'
import type { Early, Rental, Untitled } from './rental.ts'

type Unit = UnitOfWork<NoticeDatabase>

/**
 * Tells of a rental as soon as it is known whose it is, and of what title. `follows`: it may come of the library taking the
 * book back, and is then told with that.
 */
export function tellOfRental(
  unit: Unit,
  telling: Telling,
  event: Pick<Received<unknown>, 'id' | 'time'>,
  rental: Rental,
  told: Untitled,
  { follows = false } = {},
): void {
  const early = { dedupe: `${told.kind} ${event.id}`, at: event.time, told, follows }
  if (isEarly(rental, early)) {
    const waiting = changedRental(unit, rental.id)
    waiting.early = [...waiting.early, early]
  } else tell(unit, telling, rental, early)
}

/** What happened before it was known to whom, or why. */
export function tellEarly(unit: Unit, telling: Telling, rental: Rental): void {
  const { early } = rental
  rental.early = early.filter((one) => isEarly(rental, one))
  for (const one of early) if (!isEarly(rental, one)) tell(unit, telling, rental, one)
}

const isEarly = ({ userId, title, takenBack }: Rental, { follows = false }: Early): boolean =>
  userId === null || title === null || (follows && takenBack === null)

function tell(
  unit: Unit,
  telling: Telling,
  rental: Rental,
  { told: { kind, facts }, dedupe, at, follows = false }: Early,
): void {
  if (follows && rental.takenBack) return
  const { id: rentalId, title, payUntil } = rental
  const known = kind === 'PAYMENT_DECLINED' ? { title, until: payUntil?.toISOString() } : { title }
  const told = { kind, facts: { ...known, ...facts } } as Told
  const userId = KINDS[kind].audience === 'STAFF' ? null : rental.userId
  note(unit, telling, { told, userId, about: { rentalId }, dedupe, at: new Date(at) })
}
