import { causeOf, requireRole } from '@ebook/chassis/guard'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import type { Cause } from '@ebook/nats/outbox'
import { inUnitOfWork, type UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from '../database.ts'
import type { UserError } from '../generated/resolvers.ts'
import { idOf } from '../given-text.ts'
import type { BookPorts } from '../ports.ts'
import { fetchCases, knownRequest, tellRequest } from '../request-aggregate.ts'
import { requestView, type RequestView } from '../request-view.ts'
import type { RequestCommand, RequestRefusal } from '../request/language.ts'
import type { Request } from '../request/state.ts'
import { knownTitle } from '../title-aggregate.ts'
import type { Title } from '../title/state.ts'
import { userError } from '../user-errors.ts'

export interface Decided {
  readonly request: RequestView | null
  readonly alreadyDecided: boolean
  readonly userErrors: UserError[]
}

/** What a decision does to the seat, in the transaction that decides. Returns the ids of its events. */
export type Consequence = (unit: UnitOfWork<BookDatabase>, request: Request, cause: Cause) => Promise<readonly string[]>

type Outcome = Decided & { readonly eventIds: readonly string[] }

/**
 * Decides on a request under the lock of its title. Of two librarians at the same moment one decides and the other is
 * told what was decided (hard case 9).
 */
export async function decideOnRequest(
  { db, messaging, arrivals }: BookPorts,
  givenId: string,
  context: RequestContext,
  commandOf: (librarian: string, title: Title, now: Date) => RequestCommand,
  consequence: Consequence,
  isPatient = true,
): Promise<Decided> {
  const { sub } = requireRole(context, 'ADMIN')
  const rentalId = idOf(givenId)
  if (rentalId === undefined) return notFound
  const cause = causeOf(context, rentalId, 'ADMIN')
  const decide = async (unit: UnitOfWork<BookDatabase>): Promise<Outcome | undefined> => {
    await fetchCases(unit, [{ rentalId }])
    const request = knownRequest(unit, rentalId)
    const title = request && knownTitle(unit, request.bookId)
    if (title === undefined) return undefined
    const handled = await tellRequest(unit, rentalId, commandOf(sub, title, unit.now), cause)
    const behind = await eventsBehind(unit, { type: 'Request', id: rentalId }, handled)
    if (handled.kind === 'refused') {
      const view = handled.state === undefined ? null : requestView(handled.state)
      const userErrors = [errorOf(handled.refusal, handled.state)]
      return { request: view, alreadyDecided: false, userErrors, eventIds: behind }
    }
    const happened = handled.events.length > 0
    const further = happened ? await consequence(unit, handled.state, cause) : []
    const view = requestView(handled.state)
    return { request: view, alreadyDecided: !happened, userErrors: [], eventIds: [...behind, ...further] }
  }
  let outcome = await inUnitOfWork(db, decide)
  // Paid may still be on its way when the librarian is quick.
  if (outcome === undefined && isPatient && (await arrivals.turnsUp(rentalId, sub, context)))
    outcome = await inUnitOfWork(db, decide)
  if (outcome === undefined) return notFound
  const { eventIds, ...decided } = outcome
  context.consistency.said(...eventIds)
  messaging.nudge()
  return decided
}

const notFound: Decided = {
  request: null,
  alreadyDecided: false,
  userErrors: [userError('REQUEST_NOT_FOUND', 'There is no paid request for this rental.', 'rentalId')],
}

function errorOf({ code }: RequestRefusal, request: Request | undefined): UserError {
  switch (code) {
    case 'REQUEST_NOT_FOUND':
      return userError(code, 'There is no paid request for this rental.', 'rentalId')
    case 'OWN_RENTAL':
      return userError(code, 'The rental is your own: another librarian decides.', 'rentalId')
    case 'REQUEST_WITHDRAWN':
      return userError(code, 'The rental ended before it was decided.', 'rentalId')
    case 'VERSION_CONFLICT':
      return userError(code, `The request is at version ${request?.version} by now.`, 'expectedVersion')
    case 'ALREADY_DECIDED':
      return userError(
        code,
        `${request?.decidedBy} decided ${request?.status} on ${request?.decidedDate?.toISOString()}.`,
        'rentalId',
      )
  }
}
