import type { In } from '@ebook/chassis/decider'
import type { RefusalReason, RequestEvent } from './language.ts'

/** A member's paid request before the librarian. Its id is the rental's: there is one case per rental. */
export type Request = Facts &
  (
    | In<'REQUESTED', Later, Asked, 'chargedAmount'>
    | In<'APPROVED' | 'CLOSED', Later, Asked | Decided, 'chargedAmount'>
    // Without a seat, and so without a time to decide, when there was none to be had.
    | In<
        'REFUSED',
        Later,
        'userId' | 'paymentId' | 'requestedDate' | Decided | 'reasonCode',
        'copyId' | 'decideBy' | 'note' | 'chargedAmount'
      >
    // A tombstone has nothing of what only a paid request has; its member is unknown when the cancellation did not tell.
    | In<'WITHDRAWN', Later, never, keyof Later>
  )

export type RequestStatus = Request['status']
export type OpenRequest = Extract<Request, { readonly status: 'REQUESTED' }>

interface Facts {
  readonly rentalId: string
  readonly bookId: string
  readonly version: number
}

/** What becomes known of it; the status says how much. */
interface Later {
  readonly userId: string
  readonly paymentId: string
  readonly copyId: string
  readonly requestedDate: Date
  readonly decideBy: Date
  readonly decidedBy: string
  readonly decidedDate: Date
  readonly reasonCode: RefusalReason
  readonly note: string
  /** Won. */
  readonly chargedAmount: number
}

type Asked = 'userId' | 'paymentId' | 'copyId' | 'requestedDate' | 'decideBy'
type Decided = 'decidedBy' | 'decidedDate'

/** What an event makes of the state. */
export function evolve(request: Request | undefined, event: RequestEvent): Request {
  const version = (request?.version ?? 0) + 1
  switch (event.type) {
    case 'ApprovalRequested': {
      const { type: _, ...opened } = event
      return { ...undecided, ...opened, status: 'REQUESTED', version }
    }
    case 'Refused': {
      const { rentalId, bookId, paymentId, userId, chargedAmount, refusedDate, refusedBy, reasonCode, note } = event
      const { copyId, decideBy, requestedDate } = request ?? nothingYet
      return {
        rentalId,
        bookId,
        paymentId,
        userId,
        chargedAmount,
        copyId,
        decideBy,
        requestedDate: requestedDate ?? refusedDate,
        status: 'REFUSED',
        decidedBy: refusedBy,
        decidedDate: refusedDate,
        reasonCode,
        note,
        version,
      }
    }
    case 'Withdrawn': {
      const { rentalId, bookId, userId } = event
      return { ...(request ?? { ...nothingYet, rentalId, bookId, userId }), status: 'WITHDRAWN', version }
    }
    case 'Approved':
      if (request?.status !== 'REQUESTED') throw new Error('Approved happened to no open request')
      return {
        ...request,
        status: 'APPROVED',
        decidedBy: event.approvedBy,
        decidedDate: event.approvedDate,
        version,
      }
    case 'SeatChanged':
      if (request?.status !== 'REQUESTED') throw new Error('SeatChanged happened to no open request')
      return { ...request, copyId: event.copyId, version }
    case 'Anonymised':
      if (request === undefined) throw new Error('Anonymised happened to no request')
      return request.status === 'REFUSED'
        ? { ...request, note: null, userId: event.pseudonym, version }
        : { ...request, userId: event.pseudonym, version }
    case 'Closed':
      if (request?.status !== 'APPROVED') throw new Error('Closed happened to no approved request')
      return { ...request, status: 'CLOSED', version }
  }
}

const undecided = { decidedBy: null, decidedDate: null, reasonCode: null, note: null } as const

const nothingYet = {
  ...undecided,
  userId: null,
  paymentId: null,
  copyId: null,
  chargedAmount: null,
  requestedDate: null,
  decideBy: null,
} as const
