import { handleCommand, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { Transaction } from 'kysely'
import type { BookDatabase, RequestTable } from '../database.ts'
import { ApprovalRequested, Approved, Refused } from '../events.ts'
import {
  requestDecider,
  SYSTEM,
  type Request,
  type RequestCommand,
  type RequestEvent,
  type RequestRefusal,
} from './decide.ts'

const requestAggregate: Aggregate<BookDatabase, RequestCommand, RequestEvent, Request, RequestRefusal> = {
  ...requestDecider,
  type: 'Request',
  producer: 'book',
  load: loadRequest,
  save: saveRequest,
  publish,
}

/** Tells a request something, in the caller's transaction. Lock its title first. */
export function tellRequest(
  tx: Transaction<BookDatabase>,
  rentalId: string,
  command: RequestCommand,
  cause: Cause,
): Promise<Handled<Request, RequestEvent, RequestRefusal>> {
  return handleCommand(tx, requestAggregate, rentalId, command, { ...cause, correlationId: rentalId })
}

/** Locks the row. */
export async function loadRequest(tx: Transaction<BookDatabase>, rentalId: string): Promise<Request | undefined> {
  const row = await tx
    .selectFrom('request')
    .selectAll()
    .where('rental_id', '=', rentalId)
    .forUpdate()
    .executeTakeFirst()
  return row && requestOf(row)
}

export function requestOf(row: RequestTable): Request {
  return {
    rentalId: row.rental_id,
    bookId: row.book_id,
    paymentId: row.payment_id,
    userId: row.user_id,
    copyId: row.copy_id,
    status: row.status,
    requestedDate: row.requested_date,
    decideBy: row.decide_by,
    decidedBy: row.decided_by,
    decidedDate: row.decided_date,
    reasonCode: row.reason_code,
    note: row.note,
    version: row.version,
  }
}

async function saveRequest(
  tx: Transaction<BookDatabase>,
  rentalId: string,
  request: Request,
  previous: Request | undefined,
): Promise<void> {
  const row: RequestTable = {
    rental_id: rentalId,
    book_id: request.bookId,
    payment_id: request.paymentId,
    user_id: request.userId,
    copy_id: request.copyId,
    status: request.status,
    requested_date: request.requestedDate,
    decide_by: request.decideBy,
    decided_by: request.decidedBy,
    decided_date: request.decidedDate,
    reason_code: request.reasonCode,
    note: request.note,
    version: request.version,
  }
  if (previous === undefined) await tx.insertInto('request').values(row).execute()
  else await tx.updateTable('request').set(row).where('rental_id', '=', rentalId).execute()
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: RequestEvent) {
  switch (event.type) {
    case 'ApprovalRequested': {
      const { rentalId, paymentId, bookId, copyId, userId } = event
      const decideBy = event.decideBy.toISOString()
      return messageOf(ApprovalRequested, { rentalId, paymentId, bookId, copyId, userId, decideBy })
    }
    case 'Approved': {
      const { rentalId, paymentId, bookId, copyId, userId, approvedBy, loanPeriodDays } = event
      const approvedDate = event.approvedDate.toISOString()
      const decision = { approvedDate, approvedBy, loanPeriodDays }
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
    case 'Closed':
      return undefined
  }
}
