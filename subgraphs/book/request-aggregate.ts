import { handleCommand, load, statesOf, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { ApprovalRequested, Approved, Refused } from './events.ts'
import { decide } from './request/decide.ts'
import {
  SYSTEM,
  type PaidRental,
  type RequestCommand,
  type RequestEvent,
  type RequestRefusal,
} from './request/language.ts'
import { evolve, type Request } from './request/state.ts'
import { loadRequests, saveRequests } from './sql/request.ts'
import { fetchTitles, type Concerned } from './title-aggregate.ts'

const requestAggregate: Aggregate<BookDatabase, RequestCommand, RequestEvent, Request, RequestRefusal> = {
  type: 'Request',
  producer: 'book',
  load: loadRequests,
  save: saveRequests,
  decide,
  evolve,
  publish,
}

type Unit = UnitOfWork<BookDatabase>

/** Locks what rentals are about here, all at once: their titles, and then their requests. */
export async function fetchCases(unit: Unit, concerned: readonly Concerned[]): Promise<void> {
  if (concerned.length === 0) return
  const rentalIds = concerned.map(({ rentalId }) => rentalId)
  await Promise.all([fetchTitles(unit, concerned), load(unit, requestAggregate, rentalIds)])
}

/** Of those that were fetched. */
export const knownRequest = (unit: Unit, rentalId: string): Request | undefined =>
  statesOf(unit, requestAggregate).find((request) => request.rentalId === rentalId)

/** Requests of a member for a title that the unit of work has, as they stand in it. */
export const knownRequestsOf = (unit: Unit, userId: string, bookId: string): readonly Request[] =>
  statesOf(unit, requestAggregate).filter((request) => request.userId === userId && request.bookId === bookId)

/** Tells a request something. Its title was fetched with it. */
export function tellRequest(
  unit: Unit,
  rentalId: string,
  command: RequestCommand,
  cause: Cause,
): Promise<Handled<Request, RequestEvent, RequestRefusal>> {
  return handleCommand(unit, requestAggregate, rentalId, () => command, { ...cause, correlationId: rentalId })
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: RequestEvent) {
  switch (event.type) {
    case 'ApprovalRequested': {
      const { rentalId, paymentId, bookId, copyId, userId } = event
      const decideBy = event.decideBy.toISOString()
      const asked = { rentalId, paymentId, bookId, copyId, userId, decideBy, ...charged(event) }
      return messageOf(ApprovalRequested, asked)
    }
    case 'Approved': {
      const { rentalId, paymentId, bookId, copyId, userId, approvedBy, loanPeriodDays, licenceExpiresAt } = event
      const renewals = event.renewalCounts ? { renewalCounts: true as const } : {}
      const approvedDate = event.approvedDate.toISOString()
      const end = licenceExpiresAt === null ? {} : { licenceExpiresAt: licenceExpiresAt.toISOString() }
      const decision = { approvedDate, approvedBy, loanPeriodDays, ...end, ...renewals, ...charged(event) }
      return messageOf(Approved, { rentalId, paymentId, bookId, copyId, userId, ...decision })
    }
    case 'Refused': {
      const { rentalId, paymentId, bookId, reasonCode, note } = event
      return messageOf(Refused, {
        rentalId,
        paymentId,
        bookId,
        refusedDate: event.refusedDate.toISOString(),
        refusedBy: event.refusedBy === SYSTEM ? SYSTEM : 'ADMIN',
        reasonCode,
        ...(note === null ? {} : { note }),
      })
    }
    case 'Withdrawn':
    case 'SeatChanged':
    case 'Closed':
    case 'Anonymised':
      return undefined
  }
}

const charged = ({ chargedAmount }: Pick<PaidRental, 'chargedAmount'>) =>
  chargedAmount === null ? {} : { chargedAmount }
