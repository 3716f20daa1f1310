import type { Transaction } from 'kysely'
import { handleCommand, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { BookDatabase } from './database.ts'
import { ApprovalRequested, Approved, Refused } from './events.ts'
import { decide } from './request/decide.ts'
import { SYSTEM, type RequestCommand, type RequestEvent, type RequestRefusal } from './request/language.ts'
import { evolve, type Request } from './request/state.ts'
import { loadRequest, saveRequest } from './sql/request.ts'

const requestAggregate: Aggregate<BookDatabase, RequestCommand, RequestEvent, Request, RequestRefusal> = {
  type: 'Request',
  producer: 'book',
  load: loadRequest,
  save: saveRequest,
  decide,
  evolve,
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
