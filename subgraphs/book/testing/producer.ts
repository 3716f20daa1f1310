import type { DataOf } from '@ebook/nats/event'
import { Voice } from '@ebook/nats/testing/voice'
import { Paid } from '@ebook/payment/events'
import {
  Canceled,
  CancelRequested,
  Expired,
  MemberBlocked,
  MemberErased,
  MemberRevised,
  MemberUnblocked,
  PayUntilRaised,
  RentalAnonymised,
  Rented,
  Returned,
} from '@ebook/rent/events'

const contracts = [
  MemberBlocked,
  MemberErased,
  MemberUnblocked,
  MemberRevised,
  Paid,
  PayUntilRaised,
  Rented,
  CancelRequested,
  Canceled,
  Returned,
  Expired,
  RentalAnonymised,
]

type Contract = (typeof contracts)[number]

/** What book hears, by type: a type's name is its publisher's, so that a policy with a misspelled one is found out. */
type Said = { [C in Contract as C['type']]: DataOf<C> }

/** Another subgraph, as this one hears it. */
export class Producer extends Voice<Said> {
  protected readonly contracts = contracts
  protected readonly correlatedBy = 'rentalId'
}
