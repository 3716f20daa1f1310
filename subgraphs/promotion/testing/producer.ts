import type { DataOf } from '@ebook/nats/event'
import { Voice } from '@ebook/nats/testing/voice'
import { Paid, PayDeclined, PayVoided, RefundFailed, Refunded } from '@ebook/payment/events'
import { LoanStarted, MemberErased, RentalAnonymised } from '@ebook/rent/events'

const contracts = [Paid, PayDeclined, PayVoided, Refunded, RefundFailed, LoanStarted, RentalAnonymised, MemberErased]

type Contract = (typeof contracts)[number]

/** What promotion hears, by type: a type's name is its publisher's, so that a policy with a misspelled one is found out. */
export type Said = { [C in Contract as C['type']]: DataOf<C> }

/** Another subgraph, as this one hears it. */
export class Producer extends Voice<Said> {
  protected readonly contracts = contracts
  protected readonly correlatedBy = 'rentalId'
}
