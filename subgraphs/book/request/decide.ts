import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import {
  SYSTEM,
  type PaidRental,
  type RefusalReason,
  type RequestCommand,
  type RequestEvent,
  type RequestRefusal,
} from './language.ts'
import type { OpenRequest, Request } from './state.ts'

/**
 * What a command leads to: the case of docs/domain.md, section 5. A decision is made once, and whoever comes second is
 * told.
 */
export function decide(command: RequestCommand, request: Request | undefined): Decision<RequestEvent, RequestRefusal> {
  switch (command.type) {
    case 'open':
      // Anything that is there already, the tombstone of an early cancellation above all, makes a Paid void.
      return request === undefined
        ? happens({
            type: 'ApprovalRequested',
            ...command.rental,
            copyId: command.copyId,
            requestedDate: command.now,
            decideBy: command.decideBy,
          })
        : staysQuiet
    case 'turnAway':
      return request === undefined
        ? happens(refused(command.rental, SYSTEM, command.reasonCode, null, command.now))
        : staysQuiet
    case 'withdraw':
      return request === undefined || request.status === 'REQUESTED' || request.status === 'APPROVED'
        ? happens({ ...command, type: 'Withdrawn' })
        : staysQuiet
    case 'close':
      return request?.status === 'APPROVED' ? happens({ type: 'Closed' }) : staysQuiet
    case 'timeOut':
      return request?.status === 'REQUESTED' && request.decideBy <= command.now
        ? happens(refused(paidRental(request), SYSTEM, 'DECISION_TIMEOUT', null, command.now))
        : staysQuiet
    case 'loseSeat':
      return request?.status === 'REQUESTED'
        ? happens(refused(paidRental(request), SYSTEM, 'LICENCE_ENDED', null, command.now))
        : staysQuiet
    case 'changeSeat':
      return request?.status === 'REQUESTED' ? happens({ type: 'SeatChanged', copyId: command.copyId }) : staysQuiet
    case 'dismiss':
      return request?.status === 'REQUESTED'
        ? happens(refused(paidRental(request), command.by, 'WITHDRAWN', null, command.now))
        : staysQuiet
    case 'anonymise':
      return request === undefined || request.userId === null || request.userId === command.pseudonym
        ? staysQuiet
        : happens({ type: 'Anonymised', pseudonym: command.pseudonym })
    case 'approve':
    case 'refuse':
      return judge(command, request)
  }
}

function judge(
  command: Extract<RequestCommand, { type: 'approve' | 'refuse' }>,
  request: Request | undefined,
): Decision<RequestEvent, RequestRefusal> {
  if (request === undefined) return refuses({ code: 'REQUEST_NOT_FOUND' })
  // A librarian may borrow; then another one decides.
  if (request.userId === command.by) return refuses({ code: 'OWN_RENTAL' })
  const decision = command.type === 'approve' ? 'APPROVED' : 'REFUSED'
  if (request.status === 'WITHDRAWN') return refuses({ code: 'REQUEST_WITHDRAWN' })
  if ((request.status === 'CLOSED' ? 'APPROVED' : request.status) === decision) return staysQuiet
  if (request.status !== 'REQUESTED') return refuses({ code: 'ALREADY_DECIDED' })
  if (command.expectedVersion !== undefined && command.expectedVersion !== request.version) {
    return refuses({ code: 'VERSION_CONFLICT' })
  }
  const rental = paidRental(request)
  if (command.type === 'refuse') {
    return happens(refused(rental, command.by, command.reasonCode, command.note, command.now))
  }
  return happens({
    type: 'Approved',
    ...rental,
    copyId: request.copyId,
    approvedDate: command.now,
    approvedBy: command.by,
    loanPeriodDays: command.loanPeriodDays,
    licenceExpiresAt: command.licenceExpiresAt,
    renewalCounts: command.renewalCounts,
  })
}

function refused(
  rental: PaidRental,
  refusedBy: string,
  reasonCode: RefusalReason,
  note: string | null,
  refusedDate: Date,
): RequestEvent {
  return { type: 'Refused', ...rental, refusedBy, reasonCode, note, refusedDate }
}

function paidRental({ rentalId, bookId, paymentId, userId, chargedAmount }: OpenRequest): PaidRental {
  return { rentalId, bookId, paymentId, userId, chargedAmount }
}
