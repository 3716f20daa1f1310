import { randomUUID } from 'node:crypto'
import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { Cause } from '@ebook/nats/outbox'
import { inUnitOfWork, type UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase, Bought } from './database.ts'
import type { Licence as LicenceShown, UserError } from './generated/resolvers.ts'
import { idOf } from './given-text.ts'
import { licenceView } from './licence-view.ts'
import type { BookPorts } from './ports.ts'
import { booksById, type BookAnswer } from './queries/books.ts'
import { licencesOf, noteBought } from './queries/licences.ts'
import { MOST_SEATS } from './read-licence.ts'
import { fetchLines, knownTitle, tellTitle } from './title-aggregate.ts'
import type { TitleCommand, TitleRefusal } from './title/language.ts'
import type { Title } from './title/state.ts'
import { bookNotFound, bookWithdrawn, userError } from './user-errors.ts'

/** What every command about a licence answers. */
export interface LicenceAnswer extends BookAnswer {
  readonly licence: LicenceShown | null | undefined
}

type Refused = { readonly userErrors: readonly UserError[] }
type Change = { readonly command: TitleCommand; readonly bought: Partial<Bought>; readonly licenceId: string }

/** Seats that are not there yet. */
export const makeSeats = (number: number): string[] => Array.from({ length: number }, () => randomUUID()).toSorted()

/** A librarian changes what a title is lent by: whoever is served by that is served in the same transaction. */
export async function changeLicence(
  { db, messaging }: BookPorts,
  givenId: string,
  context: RequestContext,
  changeOf: (title: Title, now: Date) => Change | Refused,
): Promise<LicenceAnswer> {
  requireRole(context, 'ADMIN')
  const bookId = idOf(givenId)
  if (bookId === undefined) return refused([bookNotFound])
  const cause = causeOf(context, bookId, 'ADMIN')
  const outcome = await inUnitOfWork(db, async (unit) => {
    // Everybody in line, as it may be everybody who is served.
    await fetchLines(unit, [bookId], { spare: MOST_SEATS })
    const title = knownTitle(unit, bookId)
    if (title === undefined) return { userErrors: [bookNotFound] }
    const wanted = changeOf(title, unit.now)
    return 'userErrors' in wanted ? wanted : apply(unit, bookId, wanted, cause)
  })
  if ('userErrors' in outcome) return refused(outcome.userErrors)
  const { licenceId, bought, eventIds } = outcome
  // The licence is there by now, whatever becomes of what is written beside it.
  await noteBought(db, licenceId, bought)
  context.consistency.said(...eventIds)
  messaging.nudge()
  const [[book], licences] = await Promise.all([booksById(db, [bookId]), licencesOf(db, [bookId])])
  const licence = licences.find(({ id }) => id === licenceId)
  return { book, licence: licence && licenceView(licence), userErrors: [] }
}

async function apply(
  unit: UnitOfWork<BookDatabase>,
  bookId: string,
  { command, bought, licenceId }: Change,
  cause: Cause,
) {
  const handled = await tellTitle(unit, bookId, command, cause)
  if (handled.kind === 'refused') return { userErrors: [errorOf(handled.refusal)] }
  return { licenceId, bought, eventIds: handled.eventIds }
}

function errorOf({ code }: TitleRefusal): UserError {
  if (code === 'LICENCE_NOT_FOUND') return licenceNotFound
  if (code === 'LICENCE_IN_USE') return licenceInUse
  return code === 'WITHDRAWN' ? bookWithdrawn : bookNotFound
}

export const licenceNotFound = userError(
  'LICENCE_NOT_FOUND',
  'The title has no such licence, or it has ended.',
  'licenceId',
)
export const licenceInUse = userError(
  'LICENCE_IN_USE',
  'Somebody has a seat of the licence: give it an end, and it runs out by itself.',
)

const refused = (userErrors: readonly UserError[]): LicenceAnswer => ({
  book: null,
  licence: null,
  userErrors: [...userErrors],
})
