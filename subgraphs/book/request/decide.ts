import { happens, refuses, staysQuiet, type Decider, type Decision } from '@ebook/chassis/decider'

export type RequestStatus = 'REQUESTED' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN' | 'CLOSED'
export type RefusalReason = 'NO_COPY' | 'POLICY' | 'MEMBER_BLOCKED' | 'DECISION_TIMEOUT' | 'WITHDRAWN'

/** A member's paid request before the librarian. Its id is the rental's: there is one case per rental. */
export interface Request {
  readonly rentalId: string
  readonly bookId: string
  readonly userId: string | null
  /** What only a paid request has; a tombstone has none of it. */
  readonly paymentId: string | null
  readonly copyId: string | null
  readonly status: RequestStatus
  readonly requestedDate: Date | null
  readonly decideBy: Date | null
  readonly decidedBy: string | null
  readonly decidedDate: Date | null
  readonly reasonCode: RefusalReason | null
  readonly note: string | null
  readonly version: number
}

/** What Paid says of the rental. */
export interface PaidRental {
  readonly rentalId: string
  readonly bookId: string
  readonly paymentId: string
  readonly userId: string
}

/** What a cancellation says of the rental. */
export interface CanceledRental {
  readonly rentalId: string
  readonly bookId: string
  /** Null when it was not told: then only librarians see the tombstone. */
  readonly userId: string | null
}

export type RequestCommand =
  | {
      readonly type: 'open'
      readonly rental: PaidRental
      readonly copyId: string
      readonly decideBy: Date
      readonly now: Date
    }
  /** Paid, but there is no seat to be had. */
  | {
      readonly type: 'turnAway'
      readonly rental: PaidRental
      readonly reasonCode: 'NO_COPY' | 'WITHDRAWN'
      readonly now: Date
    }
  | {
      readonly type: 'approve'
      readonly by: string
      readonly expectedVersion: number | undefined
      readonly loanPeriodDays: number
      readonly now: Date
    }
  | {
      readonly type: 'refuse'
      readonly by: string
      readonly reasonCode: RefusalReason
      readonly note: string | null
      readonly expectedVersion: number | undefined
      readonly now: Date
    }
  /** decideBy has passed. */
  | { readonly type: 'timeOut'; readonly now: Date }
  /** The title was taken out of the catalogue. */
  | { readonly type: 'dismiss'; readonly by: string; readonly now: Date }
  /** The rental ended without a decision that counts. */
  | ({ readonly type: 'withdraw' } & CanceledRental)
  /** The loan ended. */
  | { readonly type: 'close' }

export type RequestEvent =
  | ({
      readonly type: 'ApprovalRequested'
      readonly copyId: string
      readonly requestedDate: Date
      readonly decideBy: Date
    } & PaidRental)
  | ({
      readonly type: 'Approved'
      readonly copyId: string
      readonly approvedDate: Date
      readonly approvedBy: string
      readonly loanPeriodDays: number
    } & PaidRental)
  | ({
      readonly type: 'Refused'
      readonly refusedDate: Date
      readonly refusedBy: string
      readonly reasonCode: RefusalReason
      readonly note: string | null
    } & PaidRental)
  | ({ readonly type: 'Withdrawn' } & CanceledRental)
  | { readonly type: 'Closed' }

export interface RequestRefusal {
  readonly code: 'REQUEST_NOT_FOUND' | 'OWN_RENTAL' | 'ALREADY_DECIDED' | 'REQUEST_WITHDRAWN' | 'VERSION_CONFLICT'
}

/** Who decides when nobody does. */
export const SYSTEM = 'SYSTEM'

/** The state machine of the design's domain.md, section 5. A decision is made once, and whoever comes second is told. */
export const requestDecider: Decider<RequestCommand, RequestEvent, Request, RequestRefusal> = { decide, evolve }

function decide(command: RequestCommand, request: Request | undefined): Decision<RequestEvent, RequestRefusal> {
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
      return request?.status === 'REQUESTED' && request.decideBy !== null && request.decideBy <= command.now
        ? happens(refused(paidRental(request), SYSTEM, 'DECISION_TIMEOUT', null, command.now))
        : staysQuiet
    case 'dismiss':
      return request?.status === 'REQUESTED'
        ? happens(refused(paidRental(request), command.by, 'WITHDRAWN', null, command.now))
        : staysQuiet
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
    copyId: known(request.copyId),
    approvedDate: command.now,
    approvedBy: command.by,
    loanPeriodDays: command.loanPeriodDays,
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

function paidRental({ rentalId, bookId, paymentId, userId }: Request): PaidRental {
  return { rentalId, bookId, paymentId: known(paymentId), userId: known(userId) }
}

function known<Value>(value: Value | null): Value {
  if (value === null) throw new Error('a request lacks what its state implies')
  return value
}

function evolve(request: Request | undefined, event: RequestEvent): Request {
  const version = (request?.version ?? 0) + 1
  switch (event.type) {
    case 'ApprovalRequested': {
      const { type: _, ...opened } = event
      return { ...undecided, ...opened, status: 'REQUESTED', version }
    }
    case 'Refused': {
      const { rentalId, bookId, paymentId, userId, refusedDate, refusedBy, reasonCode, note } = event
      return {
        ...(request ?? { ...undecided, rentalId, bookId, paymentId, userId, requestedDate: refusedDate }),
        status: 'REFUSED',
        decidedBy: refusedBy,
        decidedDate: refusedDate,
        reasonCode,
        note,
        version,
      }
    }
    case 'Withdrawn':
      return {
        ...(request ?? { ...undecided, rentalId: event.rentalId, bookId: event.bookId, userId: event.userId }),
        status: 'WITHDRAWN',
        version,
      }
    case 'Approved':
      return {
        ...there(request),
        status: 'APPROVED',
        decidedBy: event.approvedBy,
        decidedDate: event.approvedDate,
        version,
      }
    case 'Closed':
      return { ...there(request), status: 'CLOSED', version }
  }
}

const undecided = {
  paymentId: null,
  userId: null,
  copyId: null,
  requestedDate: null,
  decideBy: null,
  decidedBy: null,
  decidedDate: null,
  reasonCode: null,
  note: null,
} as const

function there(request: Request | undefined): Request {
  if (request === undefined) throw new Error('nothing was requested')
  return request
}
